package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of a dictionary in a segment file: read whole when small beside what is asked for, in parts otherwise.
/// Safe for many threads.
final class StoredDictionary {
    /// Of a larger dictionary only what is needed is read: most such hold values that never repeat.
    private static final long WHOLE_BYTES_MAX = 1 << 20;
    /// A part is dearer than the whole by value, so that a whole is read if it has at most so many bytes a value asked
    /// for, and `WHOLE_BYTES` besides.
    private static final long BYTES_A_VALUE = 128;

    private static final long WHOLE_BYTES = 4096;

    private final StoredArray starts;
    private final StoredArray heap;
    private final int size;
    /// Null until somebody asked for all of it.
    private volatile @Nullable Dictionary whole;

    StoredDictionary(StoredArray starts, StoredArray heap, int size) {
        this.starts = starts;
        this.heap = heap;
        this.size = size;
    }

    int size() {
        return size;
    }

    /// Whether reading all of it takes little.
    boolean isSmall() {
        return whole != null || heap.count() <= WHOLE_BYTES_MAX;
    }

    Dictionary whole() {
        Dictionary known = whole;
        if (known == null) {
            known = new Dictionary(heap.bytes(0, heap.count()), starts.ints(), size);
            whole = known;
        }
        return known;
    }

    ByteSlice value(int id) {
        Dictionary known = whole;
        if (known != null) return known.value(id);
        return ByteSlice.of(heap.bytes(starts.intAt(id), starts.intAt(id + 1)));
    }

    /// The values of `ids`, whose numbers are changed to those of the dictionary that comes with them.
    SegmentColumns.Texts texts(int[] ids) {
        if (ids.length == 0 || isWholeCheaper(ids.length)) return new SegmentColumns.Texts(ids, whole());
        int min = Integer.MAX_VALUE;
        int max = 0;
        for (int id : ids) {
            min = Math.min(min, id);
            max = Math.max(max, id);
        }
        return max - min < 2L * ids.length ? range(ids, min, max + 1) : distinct(ids);
    }

    private boolean isWholeCheaper(int count) {
        if (whole != null) return true;
        long bytes = heap.count() + 4L * size;
        return bytes <= Math.min(WHOLE_BYTES_MAX, WHOLE_BYTES + BYTES_A_VALUE * count);
    }

    private SegmentColumns.Texts range(int[] ids, int from, int to) {
        int[] partStarts = starts.ints(from, to + 1);
        int first = partStarts[0];
        byte[] partHeap = heap.bytes(first, partStarts[to - from]);
        for (int i = 0; i < partStarts.length; i++) partStarts[i] -= first;
        for (int i = 0; i < ids.length; i++) ids[i] -= from;
        return new SegmentColumns.Texts(ids, new Dictionary(partHeap, partStarts, to - from));
    }

    private SegmentColumns.Texts distinct(int[] ids) {
        int[] sorted = ids.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.length; i++) if (i == 0 || sorted[i] != sorted[i - 1]) sorted[count++] = sorted[i];
        int[] partStarts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            int length = starts.intAt(sorted[i] + 1) - starts.intAt(sorted[i]);
            partStarts[i + 1] = partStarts[i] + length;
        }
        byte[] partHeap = new byte[partStarts[count]];
        for (int i = 0; i < count; i++) {
            heap.copyBytes(starts.intAt(sorted[i]), starts.intAt(sorted[i] + 1), partHeap, partStarts[i]);
        }
        for (int i = 0; i < ids.length; i++) ids[i] = Arrays.binarySearch(sorted, 0, count, ids[i]);
        return new SegmentColumns.Texts(ids, new Dictionary(partHeap, partStarts, count));
    }
}
