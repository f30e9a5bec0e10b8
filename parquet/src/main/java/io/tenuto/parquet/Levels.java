package io.tenuto.parquet;

/// Which entries of a column have a value, and how entries make rows.
public sealed interface Levels {
    /// Entries, absent ones included.
    int entryCount();

    /// Each entry is a row and has a value.
    record Required(int entryCount) implements Levels {}

    /// Each entry is a row and has a value where its bit (64 to a word, lowest first) is set.
    record Optional(long[] presence, int entryCount) implements Levels {}

    /// Entry i begins a row where `repetition[i]` is 0 and has a value where `definition[i]` is the column's largest.
    record Nested(byte[] repetition, byte[] definition, int entryCount) implements Levels {}
}
