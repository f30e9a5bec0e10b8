package io.tenuto.traceql.engine;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Vector;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/// A comparison with one literal, applied to whole vectors. Text is compared once per dictionary entry.
///
/// Keeps what it found per dictionary, of so many entries at a time: a dictionary that is known here stays in memory,
/// and each page may have its own. Used by one thread.
final class ValueTest {
    private static final int ENTRIES_MAX = 1 << 16;
    private static final byte UNKNOWN = 0;
    private static final byte HOLDS = 1;
    private static final byte FAILS = 2;

    private final BinaryOperator operator;
    private final Static literal;
    /// The literal's bytes if it is text.
    private final ByteSlice text;

    /// The comparison on text; empty if the literal is no text.
    private final Optional<TextTest> textTest;

    private final Map<Dictionary, byte[]> verdicts = new IdentityHashMap<>();
    private final Map<Dictionary, Integer> equalIds = new IdentityHashMap<>();
    private int entries;

    ValueTest(BinaryOperator operator, Static literal) {
        this.operator = operator;
        this.literal = literal;
        this.text = literal instanceof Static.Text(String value) ? ByteSlice.utf8(value) : ByteSlice.EMPTY;
        this.textTest = TextTest.of(operator, literal);
    }

    /// Adds to `bits` the entries of `vector` that satisfy the comparison. Absent entries do not.
    void addMatches(Vector vector, long[] bits) {
        long[] found = switch (vector) {
            case Vector.Longs longs -> longs(longs);
            case Vector.Doubles doubles -> doubles(doubles);
            case Vector.Booleans booleans -> booleans(booleans);
            case Vector.Strings strings -> strings(strings);
            case Vector.Arrays arrays -> arrays(arrays);
        };
        Bits.keepPresent(found, vector.presence());
        for (int i = 0; i < bits.length; i++) bits[i] |= found[i];
    }

    private long[] longs(Vector.Longs vector) {
        int count = vector.entryCount();
        long[] bits = Bits.none(count);
        switch (literal) {
            case Static.Int(long value) -> compareLongs(vector.values(), count, value, bits);
            case Static.Duration(long nanos) -> compareLongs(vector.values(), count, nanos, bits);
            case Static.Float(double value) -> {
                for (int i = 0; i < count; i++) if (holds(vector.values()[i], value)) Bits.add(bits, i);
            }
            case Static.Ints _, Static.Floats _ -> {
                for (int i = 0; i < count; i++) if (holds(new Static.Int(vector.values()[i]))) Bits.add(bits, i);
            }
            default -> {}
        }
        return bits;
    }

    private void compareLongs(long[] values, int count, long wanted, long[] bits) {
        switch (operator) {
            case EQUAL -> keepRange(values, count, wanted, wanted, bits);
            case NOT_EQUAL -> {
                for (int i = 0; i < count; i++) bits[i >> 6] |= (values[i] != wanted ? 1L : 0L) << i;
            }
            case LESS -> {
                if (wanted > Long.MIN_VALUE) keepRange(values, count, Long.MIN_VALUE, wanted - 1, bits);
            }
            case LESS_EQUAL -> keepRange(values, count, Long.MIN_VALUE, wanted, bits);
            case GREATER -> {
                if (wanted < Long.MAX_VALUE) keepRange(values, count, wanted + 1, Long.MAX_VALUE, bits);
            }
            case GREATER_EQUAL -> keepRange(values, count, wanted, Long.MAX_VALUE, bits);
            default -> {}
        }
    }

    private static void keepRange(long[] values, int count, long min, long max, long[] bits) {
        for (int start = 0; start < count; start += 64) {
            int end = Math.min(count, start + 64);
            long word = 0;
            for (int i = start; i < end; i++) word |= (values[i] >= min & values[i] <= max ? 1L : 0L) << i;
            bits[start >> 6] = word;
        }
    }

    private long[] doubles(Vector.Doubles vector) {
        int count = vector.entryCount();
        long[] bits = Bits.none(count);
        switch (literal) {
            case Static.Int _, Static.Duration _, Static.Float _ -> {
                double wanted = StaticOps.toDouble(literal);
                for (int i = 0; i < count; i++) if (holds(vector.values()[i], wanted)) Bits.add(bits, i);
            }
            case Static.Ints _, Static.Floats _ -> {
                for (int i = 0; i < count; i++) if (holds(new Static.Float(vector.values()[i]))) Bits.add(bits, i);
            }
            default -> {}
        }
        return bits;
    }

    private boolean holds(double value, double wanted) {
        return switch (operator) {
            case EQUAL -> value == wanted;
            case NOT_EQUAL -> value != wanted;
            case LESS -> value < wanted;
            case LESS_EQUAL -> value <= wanted;
            case GREATER -> value > wanted;
            case GREATER_EQUAL -> value >= wanted;
            default -> false;
        };
    }

    /// Whether one value satisfies the comparison.
    boolean holds(Static value) {
        return StaticOps.binary(operator, value, literal).equals(Static.TRUE);
    }

    private long[] booleans(Vector.Booleans vector) {
        int count = vector.entryCount();
        boolean whenTrue = holds(Static.TRUE);
        boolean whenFalse = holds(Static.FALSE);
        if (whenTrue && whenFalse) return Bits.all(count);
        if (!whenTrue && !whenFalse) return Bits.none(count);
        long[] bits = Arrays.copyOf(vector.words(), Bits.words(count));
        return whenTrue ? bits : Bits.andNot(Bits.all(count), bits);
    }

    private long[] strings(Vector.Strings vector) {
        int count = vector.entryCount();
        long[] bits = Bits.none(count);
        // A vector without any value may have a dictionary without entries, to which its ids cannot point.
        if (textTest.isEmpty() || vector.dictionary().size() == 0) return bits;
        int[] ids = vector.ids();
        Dictionary dictionary = vector.dictionary();
        if (operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL) {
            addEquals(ids, count, dictionary, bits);
            return operator == BinaryOperator.EQUAL ? bits : Bits.andNot(Bits.all(count), bits);
        }
        byte[] known = verdicts.get(dictionary);
        if (known == null) known = remember(dictionary, new byte[dictionary.size()]);
        byte[] heap = dictionary.heap();
        int[] starts = dictionary.starts();
        TextTest test = textTest.get();
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            if (known[id] == UNKNOWN) {
                if (!vector.presence().has(i)) continue;
                known[id] = test.holds(heap, starts[id], starts[id + 1]) ? HOLDS : FAILS;
            }
            if (known[id] == HOLDS) Bits.add(bits, i);
        }
        return bits;
    }

    /// Small dictionaries are searched once; large ones, which hardly repeat, are compared where rows point.
    private void addEquals(int[] ids, int count, Dictionary dictionary, long[] bits) {
        if (dictionary.size() <= 4096 || dictionary.size() <= count / 4) {
            byte[] known = verdicts.get(dictionary);
            if (known == null) known = equalEntries(dictionary);
            int first = equalIds.getOrDefault(dictionary, -1);
            if (first == -1) return;
            if (first >= 0) {
                for (int start = 0; start < count; start += 64) {
                    int end = Math.min(count, start + 64);
                    long word = 0;
                    for (int i = start; i < end; i++) word |= (ids[i] == first ? 1L : 0L) << i;
                    bits[start >> 6] = word;
                }
                return;
            }
            for (int i = 0; i < count; i++) if (known[ids[i]] == HOLDS) Bits.add(bits, i);
            return;
        }
        byte[] heap = dictionary.heap();
        int[] starts = dictionary.starts();
        for (int i = 0; i < count; i++) if (isEqual(heap, starts[ids[i]], starts[ids[i] + 1])) Bits.add(bits, i);
    }

    /// Verdicts of all entries; notes the one equal entry, -1 for none, -2 for several.
    private byte[] equalEntries(Dictionary dictionary) {
        byte[] known = new byte[dictionary.size()];
        int first = -1;
        for (int id = 0; id < known.length; id++) {
            boolean equal =
                    isEqual(dictionary.heap(), dictionary.start(id), dictionary.start(id) + dictionary.length(id));
            known[id] = equal ? HOLDS : FAILS;
            if (equal) first = first == -1 ? id : -2;
        }
        remember(dictionary, known);
        equalIds.put(dictionary, first);
        return known;
    }

    private byte[] remember(Dictionary dictionary, byte[] known) {
        if (entries > ENTRIES_MAX) {
            verdicts.clear();
            equalIds.clear();
            entries = 0;
        }
        entries += known.length;
        verdicts.put(dictionary, known);
        return known;
    }

    private boolean isEqual(byte[] heap, int from, int to) {
        int length = text.length();
        return to - from == length
                && Arrays.equals(heap, from, to, text.array(), text.offset(), text.offset() + length);
    }

    private long[] arrays(Vector.Arrays vector) {
        int elements = vector.elements().entryCount();
        long[] each = Bits.none(elements);
        addMatches(vector.elements(), each);
        long[] bits = Bits.none(vector.entryCount());
        boolean all = operator.holdsForAll();
        for (int i = 0; i < vector.entryCount(); i++) {
            boolean any = false;
            boolean every = true;
            for (int k = vector.starts()[i]; k < vector.starts()[i + 1]; k++) {
                boolean holds = Bits.has(each, k);
                any |= holds;
                every &= holds;
            }
            if (all ? every : any) Bits.add(bits, i);
        }
        return bits;
    }
}
