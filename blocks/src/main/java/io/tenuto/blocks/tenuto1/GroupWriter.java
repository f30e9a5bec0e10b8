package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.IntColumn;
import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.parquet.ChunkPlace;
import io.tenuto.parquet.ColumnFileWriter;
import io.tenuto.parquet.Levels;
import io.tenuto.parquet.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Writes one row group after the other: gathers the values of its rows and hands them over column by column.
final class GroupWriter {
    private final SegmentData data;
    private final RowOrder order;
    private final ColumnPlan plan;
    private final ColumnFileWriter file;
    private final FixedColumns fixed;
    private final ValueIndex spanValues;
    private final ValueIndex eventValues;
    private final ValueIndex linkValues;
    private final Collected[] spanColumns;
    private final Collected[] eventColumns;
    private final Collected[] linkColumns;
    private final Residue residue;
    private final NumberCoder coder = new NumberCoder();
    private final List<int[]> firstOfResource = new ArrayList<>();
    private final List<int[]> firstOfScope = new ArrayList<>();

    GroupWriter(SegmentData data, RowOrder order, ColumnPlan plan, ColumnFileWriter file) {
        this.data = data;
        this.order = order;
        this.plan = plan;
        this.file = file;
        this.fixed = new FixedColumns(data, order, coder);
        this.spanValues = ValueIndex.of(
                data.shapes(),
                data.shapeIds(),
                data.rowCount(),
                data.attributes().size());
        var events = data.events();
        var links = data.links();
        this.eventValues = ValueIndex.of(
                events.shapes(),
                events.shapeIds(),
                events.count(),
                events.attributes().size());
        this.linkValues = ValueIndex.of(
                links.shapes(),
                links.shapeIds(),
                links.count(),
                links.attributes().size());
        this.spanColumns = collectors(data.attributes());
        this.eventColumns = collectors(events.attributes());
        this.linkColumns = collectors(links.attributes());
        this.residue = new Residue(data.attributes(), events.attributes(), links.attributes());
        for (ColumnPlan.Copied copied : plan.resources()) {
            firstOfResource.add(firstPlaces(copied.column(), data.resources().count()));
        }
        for (ColumnPlan.Copied copied : plan.scopes()) {
            firstOfScope.add(firstPlaces(copied.column(), data.scopes().count()));
        }
    }

    private static Collected[] collectors(List<SparseColumn> columns) {
        return columns.stream().map(Collected::new).toArray(Collected[]::new);
    }

    private static int[] firstPlaces(SparseColumn column, int entries) {
        int[] first = new int[entries];
        Arrays.fill(first, -1);
        for (int i = column.count() - 1; i >= 0; i--) first[column.rows()[i]] = i;
        return first;
    }

    /// Writes rows `[from, to)` of the block's order.
    StoredGroup write(int from, int to) {
        collect(from, to);
        file.beginRowGroup(to - from);
        long start = file.position();
        fixed.begin(from, to);
        fixed.writeSpans(file);
        new ResidueColumns(residue, to - from, coder).write(file);
        fixed.writeLinks(file);
        fixed.writeEvents(file);
        writeChildren(plan.events(), eventColumns, fixed.events());
        writeSpanAttributes(to - from);
        writeCopies(plan.resources(), firstOfResource, data.resourceIds(), from, to);
        writeCopies(plan.scopes(), firstOfScope, data.scopeIds(), from, to);
        List<ChunkPlace> places = file.endRowGroup();
        return new StoredGroup(
                from,
                to - from,
                start,
                places.stream().map(StoredChunk::of).toList(),
                resources(from, to),
                residue.kinds());
    }

    private long[] resources(int from, int to) {
        var seen = new BitSet();
        for (int row = from; row < to; row++) seen.set(IntColumn.at(data.resourceIds(), order.oldRows()[row]));
        return seen.stream().asLongStream().toArray();
    }

    private void collect(int from, int to) {
        for (Collected column : spanColumns) column.clear();
        for (Collected column : eventColumns) column.clear();
        for (Collected column : linkColumns) column.clear();
        residue.clear();
        int event = 0;
        int link = 0;
        for (int row = from; row < to; row++) {
            int old = order.oldRows()[row];
            collectEntry(Residue.SPAN, plan.spans(), spanColumns, spanValues, old, row - from, row - from, 0);
            int firstEvent = data.firstEvent(old);
            for (int e = firstEvent; e < data.eventEnd(old); e++, event++) {
                collectEntry(
                        Residue.EVENT, plan.events(), eventColumns, eventValues, e, event, row - from, e - firstEvent);
            }
            int firstLink = data.firstLink(old);
            for (int l = firstLink; l < data.linkEnd(old); l++, link++) {
                collectEntry(Residue.LINK, plan.links(), linkColumns, linkValues, l, link, row - from, l - firstLink);
            }
        }
    }

    /// @param entry the entry in the segment
    /// @param local the same within the row group
    /// @param index which event or link of its row
    private void collectEntry(
            int owner,
            List<AttributeColumn> attributes,
            Collected[] columns,
            ValueIndex values,
            int entry,
            int local,
            int row,
            int index) {
        var shapes = switch (owner) {
            case Residue.SPAN -> data.shapes();
            case Residue.EVENT -> data.events().shapes();
            default -> data.links().shapes();
        };
        int[] shapeIds = switch (owner) {
            case Residue.SPAN -> data.shapeIds();
            case Residue.EVENT -> data.events().shapeIds();
            default -> data.links().shapeIds();
        };
        int shape = IntColumn.at(shapeIds, entry);
        int length = shapes.length(shape);
        int start = values.starts()[entry];
        for (int k = 0; k < length; k++) {
            int column = shapes.column(shape, k);
            int place = values.places()[start + k];
            Collected collected = columns[column];
            if (attributes.get(column).hasColumn() && !collected.hasLast(local)) collected.add(local, place);
            else residue.add(row, owner, index, column, place);
        }
    }

    private void writeChildren(List<AttributeColumn> attributes, Collected[] columns, ChildLevels levels) {
        for (int i = 0; i < columns.length; i++) {
            if (!attributes.get(i).hasColumn()) continue;
            Collected column = columns[i];
            put(attributes.get(i).type(), levels.optional(column.entries, column.count), column.values(coder));
        }
    }

    private void writeSpanAttributes(int rows) {
        for (int i = 0; i < spanColumns.length; i++) {
            if (!plan.spans().get(i).hasColumn()) continue;
            Collected column = spanColumns[i];
            Levels levels = FixedColumns.presence(column.entries, column.count, rows);
            put(plan.spans().get(i).type(), levels, column.values(coder));
        }
    }

    private void put(ColumnType type, Levels levels, Values values) {
        if (type == ColumnType.STRING) file.filteredColumn(levels, values);
        else file.column(levels, values);
    }

    private void writeCopies(List<ColumnPlan.Copied> copies, List<int[]> first, int[] entryIds, int from, int to) {
        int[] rows = new int[to - from];
        int[] places = new int[to - from];
        for (int c = 0; c < copies.size(); c++) {
            int count = 0;
            for (int row = from; row < to; row++) {
                int place = first.get(c)[IntColumn.at(entryIds, order.oldRows()[row])];
                if (place < 0) continue;
                rows[count] = row - from;
                places[count++] = place;
            }
            Values values = Collected.values(copies.get(c).column(), places, count, coder);
            file.column(FixedColumns.presence(rows, count, to - from), values);
        }
    }
}
