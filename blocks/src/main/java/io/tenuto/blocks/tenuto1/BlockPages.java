package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Deadline;
import io.tenuto.parquet.DecodeLimits;
import io.tenuto.parquet.PageDecoder;
import java.util.List;
import java.util.TreeMap;

/// The row groups that one scan or lookup works with. Used by one thread.
final class BlockPages {
    private final BlockFile file;
    private final Deadline deadline;
    private final PageDecoder decoder = new PageDecoder(DecodeLimits.STANDARD);
    private final TreeMap<Integer, GroupPages> groups = new TreeMap<>();

    BlockPages(BlockFile file, Deadline deadline) {
        this.file = file;
        this.deadline = deadline;
    }

    BlockFile file() {
        return file;
    }

    GroupPages group(int index) {
        return groups.computeIfAbsent(
                index, i -> new GroupPages(this, file.index().groups().get(i), decoder, deadline));
    }

    /// Reads these columns of some pages by few requests.
    ///
    /// @param wanted in the order of their rows
    void prefetch(List<Integer> leaves, List<PageColumns> wanted) {
        int from = 0;
        while (from < wanted.size()) {
            GroupPages group = wanted.get(from).group();
            int to = from;
            while (to < wanted.size() && wanted.get(to).group() == group) to++;
            int[] numbers = wanted.subList(from, to).stream()
                    .mapToInt(PageColumns::page)
                    .toArray();
            group.prefetch(leaves, numbers);
            from = to;
        }
    }

    /// Forgets row groups before this one.
    void dropBefore(int group) {
        groups.headMap(group, false).clear();
    }

    /// The row group that has this row.
    int groupOf(int row) {
        List<StoredGroup> all = file.index().groups();
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (all.get(middle).firstRow() <= row) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /// The page within its row group that has this row.
    int pageOf(int group, int row) {
        return (row - file.index().groups().get(group).firstRow())
                / file.index().pageRows();
    }

    /// Numbers of a required flat column at single rows.
    long[] longsAt(int leaf, int[] rows) {
        long[] values = new long[rows.length];
        int group = -1;
        int page = -1;
        int first = 0;
        long[] numbers = {};
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            if (group < 0 || row < first || row >= first + numbers.length) {
                group = groupOf(row);
                page = pageOf(group, row);
                GroupPages pages = group(group);
                numbers = pages.columns(page).flatLongs(leaf);
                first = pages.group().firstRow() + page * file.index().pageRows();
            }
            values[i] = numbers[row - first];
        }
        return values;
    }
}
