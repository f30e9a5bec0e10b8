package io.tenuto.blocks.segment;

/// Sequences of column indexes by id. Shape i is `heap[starts[i], starts[i + 1])`.
public record Shapes(int[] heap, int[] starts, int size) {
    public int length(int shape) {
        return starts[shape + 1] - starts[shape];
    }

    public int column(int shape, int index) {
        return heap[starts[shape] + index];
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
