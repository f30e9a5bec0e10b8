package io.tenuto.blocks.segment;

/// Counts per (trace, service), each array as long as there are entries: lists linked by `next` from
/// `first[trace]`, ended by -1.
public record TraceServices(int[] first, int[] service, int[] spans, int[] errors, int[] next) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
