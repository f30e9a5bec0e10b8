package io.tenuto.components.livestore;

import io.tenuto.base.Check;
import java.nio.file.Path;
import java.time.Duration;

/// Where and how much of live data may go to disk when memory is short.
///
/// @param folder its own; whatever is in it is removed at start
/// @param bytesMax of all files together (`live_store.disk_budget`); with 0 nothing goes there
/// @param freeBytesMin what the file system keeps free besides: the span log needs room before anybody
/// @param segmentBytesMin segments that take less memory are not worth a file
/// @param reclaimGrace how long rows that were let go can be read by those who are at it
/// (`live_store.block_reclaim_grace`)
public record SpillConfig(Path folder, long bytesMax, long freeBytesMin, long segmentBytesMin, Duration reclaimGrace) {
    /// All live rows stay in memory.
    public static final SpillConfig NONE = new SpillConfig(Path.of(""), 0, 0, 1, Duration.ZERO);

    public SpillConfig {
        Check.argument(bytesMax >= 0, "live_store.disk_budget: %s is negative", bytesMax);
        Check.argument(freeBytesMin >= 0, "the room left on disk is negative: %s", freeBytesMin);
        Check.argument(segmentBytesMin > 0, "the smallest segment on disk must be positive, not %s", segmentBytesMin);
        Check.argument(!reclaimGrace.isNegative(), "live_store.block_reclaim_grace: %s is negative", reclaimGrace);
    }
}
