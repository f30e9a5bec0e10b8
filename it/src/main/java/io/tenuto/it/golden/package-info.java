/// Replays recorded requests against fresh servers and compares the answers by the rules recorded with them.
///
/// Open [io.tenuto.it.golden.GoldenMain] first. Every entry names the rules that decide what counts as the same answer.
@NullMarked
package io.tenuto.it.golden;

import org.jspecify.annotations.NullMarked;
