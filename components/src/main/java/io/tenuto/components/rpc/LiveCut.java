package io.tenuto.components.rpc;

import io.tenuto.base.Check;
import io.tenuto.blocks.catalog.LogPartition;

/// The part of one partition that live data answers for one query: offsets `[fromOffset, upTo)`.
public record LiveCut(LogPartition partition, long fromOffset, long upTo) {
    public LiveCut {
        Check.argument(fromOffset >= 0 && fromOffset <= upTo, "cut of %s: [%s, %s)", partition, fromOffset, upTo);
    }
}
