package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.parquet.Page;
import io.tenuto.traceql.source.Presence;
import java.util.Arrays;

/// What all rows of one page have of their parents, most of which stand in the same page. Used by one thread.
final class PageParents {
    private static final int[] NONE = {};

    private final BlockPages block;
    private final GroupPages group;
    private final PageColumns columns;
    private final int rows;
    private final int firstRow;
    private int[] parentRows = NONE;

    PageParents(BlockPages block, GroupPages group, PageColumns columns) {
        this.block = block;
        this.group = group;
        this.columns = columns;
        this.rows = columns.rows();
        this.firstRow = columns.firstRow();
    }

    /// For each row the row of its parent in the file, or -1.
    private int[] rowsOfParents() {
        if (parentRows.length == 0) {
            parentRows = new int[rows];
            Arrays.fill(parentRows, -1);
            if (group.hasValues(FixedLeaf.PARENT_ROW.ordinal())) readParentRows();
        }
        return parentRows;
    }

    private void readParentRows() {
        Page parents = group.page(FixedLeaf.PARENT_ROW.ordinal(), columns.page());
        long[] dense = Leaves.denseLongs(parents.values());
        long max = -1;
        long negative = 0;
        for (int i = 0; i < parents.values().count(); i++) {
            max = Math.max(max, dense[i]);
            negative |= dense[i];
        }
        int all = block.file().index().rowCount();
        Check.data(negative >= 0 && max < all, "a parent in row %s of %s", max, all);
        long[] spread = Leaves.longs(parents);
        Presence presence = Leaves.presence(parents);
        for (int i = 0; i < rows; i++) if (presence.has(i)) parentRows[i] = (int) spread[i];
    }

    /// Replaces the entry of each row that has a parent by the parent's entry in a column. Most parents stand in the
    /// same page.
    private void replaceByParents(long[] into, long[] column, FixedLeaf leaf) {
        int[] parents = rowsOfParents();
        int[] elsewhere = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int parent = parents[i] - firstRow;
            if (parent >= 0 && parent < rows) into[i] = column[parent];
            else if (parents[i] >= 0) elsewhere[count++] = i;
        }
        if (count == 0) return;
        int[] wanted = new int[count];
        for (int i = 0; i < count; i++) wanted[i] = parents[elsewhere[i]];
        long[] found = block.longsAt(leaf.ordinal(), wanted);
        for (int i = 0; i < count; i++) into[elsewhere[i]] = found[i];
    }

    long[] ids() {
        long[] ids = group.hasValues(FixedLeaf.PARENT_SPAN_ID.ordinal())
                ? columns.flatLongs(FixedLeaf.PARENT_SPAN_ID.ordinal()).clone()
                : new long[rows];
        replaceByParents(ids, columns.flatLongs(FixedLeaf.SPAN_ID.ordinal()), FixedLeaf.SPAN_ID);
        return ids;
    }

    long[] nestedSets() {
        long[] left = columns.flatLongs(FixedLeaf.NESTED_LEFT.ordinal());
        long[] numbers = new long[rows];
        Arrays.fill(numbers, -1);
        replaceByParents(numbers, left, FixedLeaf.NESTED_LEFT);
        for (int i = 0; i < rows; i++) if (left[i] == 0) numbers[i] = 0;
        return numbers;
    }
}
