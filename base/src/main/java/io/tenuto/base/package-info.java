/// What every other part stands on: byte slices, checks, clock, deadlines, budgets, task groups, the metrics facade.
///
/// Open [io.tenuto.base.ByteSlice] and [io.tenuto.base.Deadline] first. Must not know spans, storage or the network.
@NullMarked
package io.tenuto.base;

import org.jspecify.annotations.NullMarked;
