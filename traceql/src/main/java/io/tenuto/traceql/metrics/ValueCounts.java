package io.tenuto.traceql.metrics;

import io.tenuto.base.BugException;
import io.tenuto.base.ByteHash;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.Dictionary;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Counts per interval of the values of one attribute. A value is a place from 0, in the order of first meeting; its
/// type and bytes stand one after another in one array, so that ten thousand of them are a few objects. Used by one
/// thread while it is filled; afterwards read by any.
final class ValueCounts {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FEW = 8;
    private static final int NUMBER_BYTES = 1 + Long.BYTES;
    /// What a place costs by itself, in counts of 12 bytes: its entries in the arrays below.
    private static final int OVERHEAD = 4;

    private static final int CELL_BYTES = 12;
    private static final int NO_INTERVAL = -1;
    private static final int SEVERAL = -2;
    private static final byte TEXT = 0;
    private static final byte INT = 1;
    private static final byte FLOAT = 2;
    private static final byte BOOL = 3;
    private static final byte DURATION = 4;
    private static final byte STATUS = 5;
    private static final byte KIND = 6;
    /// From this byte on the order of UTF-8 is not that of texts in Java.
    private static final int UNLIKE_IN_ORDER = 0xEE;

    private final SparseCounts.Size size;
    private int count;
    /// By place type and bytes: `heap[starts[place], starts[place + 1])`.
    private byte[] heap = new byte[FEW * NUMBER_BYTES];

    private int[] starts = new int[FEW + 1];
    private int[] hashes = new int[FEW];
    /// A place + 1, found by hash and then along; 0 is free.
    private int[] slots = new int[FEW * 2];

    private double[] totals = new double[FEW];
    /// The only interval there is, NO_INTERVAL or SEVERAL: most values of most attributes never have more than one.
    private int[] single = new int[FEW];
    /// Where a value has several intervals. Null where there is one: hot path.
    private @Nullable SparseCounts[] several = new SparseCounts[0];

    private final byte[] number = new byte[NUMBER_BYTES];

    ValueCounts(SparseCounts.Size size) {
        this.size = size;
    }

    /// How many values there are.
    int count() {
        return count;
    }

    /// The place of a value that can be a label.
    int of(Static value) {
        return switch (value) {
            case Static.Text(String text) -> ofText(text);
            case Static.Int(long integer) -> ofNumber(INT, integer);
            case Static.Float(double real) -> ofFloat(real);
            case Static.Bool(boolean bool) -> ofNumber(BOOL, bool ? 1 : 0);
            case Static.Duration(long nanos) -> ofNumber(DURATION, nanos);
            case Static.Status(Static.StatusValue status) -> ofNumber(STATUS, status.otlpCode());
            case Static.Kind(Static.KindValue kind) -> ofNumber(KIND, kind.otlpCode());
            default -> throw new BugException("not a label: " + value.type());
        };
    }

    int ofInt(long value) {
        return ofNumber(INT, value);
    }

    int ofFloat(double value) {
        return ofNumber(FLOAT, Double.doubleToLongBits(value));
    }

    /// The place of a text; one that is not UTF-8 is that as which it is read.
    int ofText(Dictionary dictionary, int id) {
        byte[] bytes = dictionary.heap();
        int from = dictionary.start(id);
        int to = from + dictionary.length(id);
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) return of(new Static.Text(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
        }
        return of(TEXT, bytes, from, to);
    }

    private int ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(TEXT, bytes, 0, bytes.length);
    }

    private int ofNumber(byte type, long value) {
        LONGS.set(number, 0, value);
        return of(type, number, 0, Long.BYTES);
    }

    private int of(byte type, byte[] bytes, int from, int to) {
        int hash = ByteHash.hash32(bytes, from, to) * 31 + type;
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (; slots[slot] != 0; slot = slot + 1 & mask) {
            int place = slots[slot] - 1;
            if (hashes[place] == hash && is(place, type, bytes, from, to)) return place;
        }
        if (count == hashes.length) {
            grow();
            slot = freeSlot(hash);
        }
        slots[slot] = count + 1;
        return append(type, bytes, from, to, hash);
    }

    private boolean is(int place, byte type, byte[] bytes, int from, int to) {
        int start = starts[place];
        return heap[start] == type && Arrays.equals(heap, start + 1, starts[place + 1], bytes, from, to);
    }

    private int freeSlot(int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) slot = slot + 1 & mask;
        return slot;
    }

    private void grow() {
        int places = hashes.length * 2;
        starts = Arrays.copyOf(starts, places + 1);
        hashes = Arrays.copyOf(hashes, places);
        totals = Arrays.copyOf(totals, places);
        single = Arrays.copyOf(single, places);
        if (several.length > 0) several = Arrays.copyOf(several, places);
        slots = new int[places * 2];
        for (int place = 0; place < count; place++) slots[freeSlot(hashes[place])] = place + 1;
    }

    private int append(byte type, byte[] bytes, int from, int to, int hash) {
        int place = count++;
        int start = starts[place];
        int end = start + 1 + to - from;
        if (end > heap.length) heap = Arrays.copyOf(heap, Math.max(end, heap.length * 2));
        heap[start] = type;
        System.arraycopy(bytes, from, heap, start + 1, to - from);
        starts[place + 1] = end;
        hashes[place] = hash;
        single[place] = NO_INTERVAL;
        size.add(OVERHEAD + (to - from) / CELL_BYTES);
        return place;
    }

    void add(int place, int interval, double weight) {
        int only = single[place];
        if (only == interval) {
            totals[place] += weight;
        } else if (only == NO_INTERVAL) {
            single[place] = interval;
            totals[place] = weight;
            size.add(1);
        } else {
            SparseCounts counts = only == SEVERAL ? severalAt(place) : makeSeveral(place);
            counts.add(interval, weight);
            totals[place] += weight;
        }
    }

    private SparseCounts severalAt(int place) {
        SparseCounts there = several[place];
        if (there == null) throw new BugException("no intervals at " + place);
        return there;
    }

    private SparseCounts makeSeveral(int place) {
        if (several.length == 0) several = new SparseCounts[hashes.length];
        size.add(-1);
        var made = new SparseCounts(size);
        made.add(single[place], totals[place]);
        several[place] = made;
        single[place] = SEVERAL;
        return made;
    }

    /// Adds what the other has counted; that stays as it is.
    ///
    /// @param valuesMax more values than this need not come in
    void addAll(ValueCounts other, int valuesMax) {
        for (int i = 0; i < other.count && count <= valuesMax; i++) {
            int start = other.starts[i];
            int place = of(other.heap[start], other.heap, start + 1, other.starts[i + 1]);
            if (other.single[i] == SEVERAL) {
                SparseCounts counts = other.severalAt(i);
                counts.forEach((interval, weight) -> add(place, interval, weight));
            } else if (other.single[i] != NO_INTERVAL) {
                add(place, other.single[i], other.totals[i]);
            }
        }
    }

    /// Forgets all values and gives their room back.
    void clear() {
        count = 0;
        heap = new byte[FEW * NUMBER_BYTES];
        starts = new int[FEW + 1];
        hashes = new int[FEW];
        slots = new int[FEW * 2];
        totals = new double[FEW];
        single = new int[FEW];
        several = new SparseCounts[0];
        size.add(-size.cells());
    }

    double total(int place) {
        return totals[place];
    }

    double[] values(int place, int intervalCount) {
        if (single[place] == SEVERAL) return severalAt(place).values(intervalCount);
        double[] values = new double[intervalCount];
        if (single[place] != NO_INTERVAL) values[single[place]] = totals[place];
        return values;
    }

    Static value(int place) {
        int start = starts[place];
        byte type = heap[start];
        if (type == TEXT) {
            return new Static.Text(new String(heap, start + 1, starts[place + 1] - start - 1, StandardCharsets.UTF_8));
        }
        long bits = (long) LONGS.get(heap, start + 1);
        return switch (type) {
            case INT -> new Static.Int(bits);
            case FLOAT -> new Static.Float(Double.longBitsToDouble(bits));
            case BOOL -> bits == 1 ? Static.TRUE : Static.FALSE;
            case DURATION -> new Static.Duration(bits);
            case STATUS -> new Static.Status(Static.StatusValue.ofOtlp(bits));
            case KIND -> new Static.Kind(Static.KindValue.ofOtlp(bits));
            default -> throw new BugException("no such type: " + type);
        };
    }

    /// The most frequent values first; equally frequent ones by their texts, then types. Only as many are sorted as are
    /// asked for.
    int[] mostFrequent(long topN) {
        var lastFirst = new PriorityQueue<Integer>((a, b) -> compare(b, a));
        for (int place = 0; place < count && topN > 0; place++) {
            if (lastFirst.size() < topN) {
                lastFirst.add(place);
            } else if (compare(place, lastFirst.element()) < 0) {
                lastFirst.remove();
                lastFirst.add(place);
            }
        }
        int[] sorted = new int[lastFirst.size()];
        for (int i = sorted.length - 1; i >= 0; i--) sorted[i] = lastFirst.remove();
        return sorted;
    }

    private int compare(int a, int b) {
        if (totals[a] != totals[b]) return totals[a] > totals[b] ? -1 : 1;
        if (heap[starts[a]] == TEXT && heap[starts[b]] == TEXT) return compareTexts(a, b);
        Static valueA = value(a);
        Static valueB = value(b);
        int order = Series.text(valueA).compareTo(Series.text(valueB));
        return order != 0 ? order : valueA.type().compareTo(valueB.type());
    }

    private int compareTexts(int a, int b) {
        int fromA = starts[a] + 1;
        int fromB = starts[b] + 1;
        int at = Arrays.mismatch(heap, fromA, starts[a + 1], heap, fromB, starts[b + 1]);
        int lengthA = starts[a + 1] - fromA;
        int lengthB = starts[b + 1] - fromB;
        if (at < 0 || at == lengthA || at == lengthB) return lengthA - lengthB;
        int byteA = heap[fromA + at] & 0xFF;
        int byteB = heap[fromB + at] & 0xFF;
        if (byteA < UNLIKE_IN_ORDER && byteB < UNLIKE_IN_ORDER) return byteA - byteB;
        return Series.text(value(a)).compareTo(Series.text(value(b)));
    }
}
