package io.tenuto.blocks.segment;

/// Facts of each trace by ordinal, at one moment. Arrays are never written.
public record TraceFacts(
        int count,
        long[] high,
        long[] low,
        long[] start,
        long[] end,
        int[] rootRow,
        int[] spanCount,
        int[] errorCount,
        int[] headRow,
        int[] nextRow,
        TraceServices services) {

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
