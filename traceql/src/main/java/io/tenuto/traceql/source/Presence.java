package io.tenuto.traceql.source;

import java.util.Arrays;

/// Which entries have a value: all, or those whose bit is set. Immutable by agreement.
public final class Presence {
    public static final Presence ALL = new Presence(new long[0]);

    private final long[] words;

    private Presence(long[] words) {
        this.words = words;
    }

    /// Bit i of the words (64 to a word, lowest first) says whether entry i is present. Words are shared, not copied.
    public static Presence of(long[] words) {
        return new Presence(words);
    }

    /// No entry of `entryCount`.
    public static Presence none(int entryCount) {
        return new Presence(new long[Math.max(1, (entryCount + 63) >> 6)]);
    }

    public boolean isAll() {
        return this == ALL;
    }

    public boolean has(int entry) {
        return this == ALL || (words[entry >> 6] & (1L << entry)) != 0;
    }

    /// The words, empty for [#ALL].
    public long[] words() {
        return words;
    }

    public int count(int entryCount) {
        if (this == ALL) return entryCount;
        return Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }
}
