package io.tenuto.blocks.segment;

import io.tenuto.base.Check;

/// Which part of the log a segment's rows came from.
///
/// @param log identity of the log
/// @param tenant whose rows they are
/// @param offsets ascending: of each record that is in the segment; only the first `count` are valid
/// @param firstRows which row each record's spans start at
public record LogStretch(String log, int partition, String tenant, long[] offsets, int[] firstRows, int count) {
    public LogStretch {
        Check.argument(count > 0, "a stretch of partition %s has no records", partition);
    }

    public long firstOffset() {
        return offsets[0];
    }

    public long lastOffset() {
        return offsets[count - 1];
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
