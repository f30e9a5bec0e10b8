package io.tenuto.spanlog;

/// The offset asked for has been removed; `startOffset` is the first that is still there.
public final class OffsetGoneException extends RuntimeException {
    private final long startOffset;

    public OffsetGoneException(int partition, long offset, long startOffset) {
        super("partition %d: offset %d has been removed, the log starts at %d"
                .formatted(partition, offset, startOffset));
        this.startOffset = startOffset;
    }

    public long startOffset() {
        return startOffset;
    }
}
