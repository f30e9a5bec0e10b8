package io.tenuto.blocks.catalog;

import java.time.Instant;

/// Offsets `[fromOffset, toOffset)` that were lost before any block held them.
public record LogGap(LogPartition partition, long fromOffset, long toOffset, Instant found) {}
