/// Spans as columns in memory, in the order they came, losing nothing that OTLP can carry.
///
/// Open [io.tenuto.blocks.segment.SegmentBuilder] first: it takes records; a [io.tenuto.blocks.segment.Segment] is what
/// it
/// has at one moment. Live data are segments; the block writer sorts one and stores it.
@NullMarked
package io.tenuto.blocks.segment;

import org.jspecify.annotations.NullMarked;
