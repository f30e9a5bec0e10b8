package io.tenuto.parquet;

/// A decoded data page: its entries' levels and the values that are present, in order.
public record Page(Levels levels, Values values) {
    public int entryCount() {
        return levels.entryCount();
    }
}
