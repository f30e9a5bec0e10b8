package io.tenuto.blocks.segment;

import java.util.Arrays;

/// One array of a segment file: numbers of 1, 4 or 8 bytes in pages, each page checked before its first use. What lies
/// behind the array's end is 0. Safe for many threads.
///
/// Source: docs/formats/live-segment.md
final class StoredArray {
    private final SegmentBytes file;
    private final int width;
    private final long position;
    private final int count;
    private final int pageEntries;
    private final int[] checksums;
    /// Pages found in order. Written by several threads without care: at worst a page is checked twice.
    private final boolean[] checked;

    StoredArray(SegmentBytes file, int width, long position, int count, int pageEntries, int[] checksums) {
        this.file = file;
        this.width = width;
        this.position = position;
        this.count = count;
        this.pageEntries = pageEntries;
        this.checksums = checksums;
        this.checked = new boolean[checksums.length];
    }

    /// Pages of an array of bytes hold as many bytes as those of longs.
    static int entriesOfPage(int pageRows, int width) {
        return width == 1 ? pageRows * Long.BYTES : pageRows;
    }

    int count() {
        return count;
    }

    private long at(int index) {
        return position + (long) index * width;
    }

    /// Checks the pages that hold entries `[from, to)`, which are there.
    private void check(int from, int to) {
        for (int page = from / pageEntries; (long) page * pageEntries < to; page++) {
            if (checked[page]) continue;
            int first = page * pageEntries;
            int entries = Math.min(pageEntries, count - first);
            file.check(at(first), (long) entries * width, checksums[page]);
            checked[page] = true;
        }
    }

    /// How many of entries `[from, to)` are there, after a check of them.
    private int present(int from, int to) {
        int end = Math.min(to, count);
        if (from >= end) return 0;
        check(from, end);
        return end - from;
    }

    int[] ints(int from, int to) {
        int[] values = new int[to - from];
        int present = present(from, to);
        if (present > 0) file.copy(at(from), values, 0, present);
        return values;
    }

    int[] ints() {
        return ints(0, count);
    }

    long[] longs(int from, int to) {
        long[] values = new long[to - from];
        int present = present(from, to);
        if (present > 0) file.copy(at(from), values, 0, present);
        return values;
    }

    long[] longs() {
        return longs(0, count);
    }

    byte[] bytes(int from, int to) {
        byte[] values = new byte[to - from];
        copyBytes(from, to, values, 0);
        return values;
    }

    void copyBytes(int from, int to, byte[] target, int at) {
        int present = present(from, to);
        if (present > 0) file.copy(at(from), target, at, present);
    }

    int intAt(int index) {
        if (index >= count) return 0;
        if (!checked[index / pageEntries]) check(index, index + 1);
        return file.intAt(at(index));
    }

    long longAt(int index) {
        if (index >= count) return 0;
        if (!checked[index / pageEntries]) check(index, index + 1);
        return file.longAt(at(index));
    }

    int[] pickInts(Rows rows) {
        if (rows.isRange()) return ints(rows.from(), rows.from() + rows.count());
        int[] picked = new int[rows.count()];
        for (int i = 0; i < picked.length; i++) picked[i] = intAt(rows.row(i));
        return picked;
    }

    long[] pickLongs(Rows rows) {
        if (rows.isRange()) return longs(rows.from(), rows.from() + rows.count());
        long[] picked = new long[rows.count()];
        for (int i = 0; i < picked.length; i++) picked[i] = longAt(rows.row(i));
        return picked;
    }

    long[] pickWidened(Rows rows) {
        int[] narrow = pickInts(rows);
        long[] picked = new long[narrow.length];
        for (int i = 0; i < picked.length; i++) picked[i] = narrow[i];
        return picked;
    }

    /// The first index from `from` on whose entry is `value` or more; entries ascend.
    int firstIntFrom(int from, int value) {
        int low = from;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (intAt(middle) < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// The same for longs.
    int firstLongFrom(long value) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (longAt(middle) < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    @Override
    public String toString() {
        return count + " × " + width + " bytes at " + position + ", pages " + Arrays.toString(checksums);
    }
}
