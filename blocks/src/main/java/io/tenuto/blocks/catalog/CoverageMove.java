package io.tenuto.blocks.catalog;

import io.tenuto.base.Check;

/// Coverage of one partition goes from `fromOffset`, which must be where it stands, to `toOffset`.
public record CoverageMove(LogPartition partition, long fromOffset, long toOffset) {
    public CoverageMove {
        Check.argument(
                fromOffset >= 0 && fromOffset <= toOffset,
                "coverage of %s cannot move from %s to %s",
                partition,
                fromOffset,
                toOffset);
    }
}
