/// What the engine reads: columns of spans in batches, whoever holds them.
///
/// Open [io.tenuto.traceql.source.SpanSource] first. Live segments, each block format and the naive list of the tests
/// present it; the engine cannot tell which it has. Knows no I/O and no wire format.
@NullMarked
package io.tenuto.traceql.source;

import org.jspecify.annotations.NullMarked;
