package io.tenuto.traceql.source;

/// Values of one type, with presence. Arrays are shared with the source: read, never written.
public sealed interface Vector {
    int entryCount();

    Presence presence();

    ValueType type();

    /// INT and DURATION.
    record Longs(ValueType type, long[] values, int entryCount, Presence presence) implements Vector {}

    record Doubles(double[] values, int entryCount, Presence presence) implements Vector {
        @Override
        public ValueType type() {
            return ValueType.DOUBLE;
        }
    }

    /// Bit i of the words is the value of entry i.
    record Booleans(long[] words, int entryCount, Presence presence) implements Vector {
        @Override
        public ValueType type() {
            return ValueType.BOOLEAN;
        }

        public boolean value(int entry) {
            return (words[entry >> 6] & (1L << entry)) != 0;
        }
    }

    /// Entry i is `dictionary.value(ids[i])`. Every entry may have an id of its own where values rarely repeat; ids
    /// of absent entries are meaningless but within range, or 0.
    record Strings(int[] ids, Dictionary dictionary, int entryCount, Presence presence) implements Vector {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// Arrays of two or more elements: entry i has elements `[starts[i], starts[i + 1])`. Elements are all present and
    /// never arrays.
    record Arrays(int[] starts, Vector elements, int entryCount, Presence presence) implements Vector {
        @Override
        public ValueType type() {
            return elements.type();
        }
    }
}
