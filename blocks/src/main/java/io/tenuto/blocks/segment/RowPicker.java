package io.tenuto.blocks.segment;

import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.RowKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Takes some rows of one trace out of a segment file, as a small segment of their own. Used by one thread.
final class RowPicker {
    private static final Dictionary NO_TEXTS = new Dictionary(new byte[0], new int[1], 0);
    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private final StoredParts parts;
    private final StoredParts.Spans spans;
    private final FileColumns columns;

    RowPicker(StoredParts parts, FileColumns columns) {
        this.parts = parts;
        this.spans = parts.spans();
        this.columns = columns;
    }

    /// @param id the trace of all rows
    /// @param rowList ascending
    SegmentData pick(TraceId id, int[] rowList) {
        Rows rows = Rows.list(rowList);
        Rows events = children(RowKind.EVENT, rowList);
        Rows links = children(RowKind.LINK, rowList);
        SegmentColumns.Texts names = columns.names(rows);
        int[] shapeIds = spans.shapeIds().pickInts(rows);
        Shapes shapes = parts.shapes().whole();
        return new SegmentData(
                rows.count(),
                NO_INTS,
                spans.spanIds().pickLongs(rows),
                spans.parentIds().pickLongs(rows),
                spans.starts().pickLongs(rows),
                spans.durations().pickLongs(rows),
                spans.contentHashes().pickInts(rows),
                names.ids(),
                names.dictionary(),
                spans.kinds().pickInts(rows),
                spans.statuses().pickInts(rows),
                spans.flags().pickInts(rows),
                shapeIds,
                spans.resourceIds().pickInts(rows),
                spans.scopeIds().pickInts(rows),
                attributes(parts.attributes(), shapes, shapeIds, rows),
                shapes,
                renumbered(spans.statusMessages().part(rows), rows),
                renumbered(spans.traceStates().part(rows), rows),
                renumbered(spans.extras().part(rows), rows),
                childEnds(RowKind.EVENT, rowList),
                events(events),
                childEnds(RowKind.LINK, rowList),
                links(links),
                columns.resources(),
                columns.services(),
                columns.scopes(),
                columns.scopeTexts(),
                trace(id));
    }

    private static TraceFacts trace(TraceId id) {
        return new TraceFacts(
                1,
                new long[] {id.high()},
                new long[] {id.low()},
                NO_LONGS,
                NO_LONGS,
                NO_INTS,
                NO_INTS,
                NO_INTS,
                NO_INTS,
                NO_INTS,
                new TraceServices(NO_INTS, NO_INTS, NO_INTS, NO_INTS, NO_INTS));
    }

    private int[] childEnds(RowKind kind, int[] rowList) {
        int[] ends = new int[rowList.length];
        int all = 0;
        for (int i = 0; i < ends.length; i++) {
            all += columns.childEnd(kind, rowList[i]) - columns.childBegin(kind, rowList[i]);
            ends[i] = all;
        }
        return ends;
    }

    private Rows children(RowKind kind, int[] rowList) {
        int[] ends = childEnds(kind, rowList);
        int[] children = new int[ends[ends.length - 1]];
        int at = 0;
        for (int i = 0; i < rowList.length; i++) {
            int child = columns.childBegin(kind, rowList[i]);
            while (at < ends[i]) children[at++] = child++;
        }
        return Rows.list(children);
    }

    private SegmentData.Children events(Rows rows) {
        StoredParts.Children events = parts.events();
        if (rows.count() == 0) return noEvents();
        SegmentColumns.Texts names = columns.eventNames(rows);
        int[] shapeIds = events.shapeIds().pickInts(rows);
        Shapes shapes = events.shapes().whole();
        return new SegmentData.Children(
                rows.count(),
                events.timesSinceStart().pickLongs(rows),
                names.ids(),
                names.dictionary(),
                shapeIds,
                attributes(events.attributes(), shapes, shapeIds, rows),
                shapes,
                renumbered(events.extras().part(rows), rows));
    }

    private SegmentData.Children noEvents() {
        StoredColumn extras = parts.events().extras();
        return new SegmentData.Children(0, NO_LONGS, NO_INTS, NO_TEXTS, NO_INTS, List.of(), noShapes(), extras.none());
    }

    private static Shapes noShapes() {
        return new Shapes(NO_INTS, new int[1], 0);
    }

    private SegmentData.Links links(Rows rows) {
        StoredParts.Links links = parts.links();
        if (rows.count() == 0) {
            return new SegmentData.Links(
                    0,
                    NO_LONGS,
                    NO_LONGS,
                    NO_LONGS,
                    NO_INTS,
                    List.of(),
                    noShapes(),
                    links.extras().none());
        }
        int[] shapeIds = links.shapeIds().pickInts(rows);
        Shapes shapes = links.shapes().whole();
        return new SegmentData.Links(
                rows.count(),
                links.traceHigh().pickLongs(rows),
                links.traceLow().pickLongs(rows),
                links.spanIds().pickLongs(rows),
                shapeIds,
                attributes(links.attributes(), shapes, shapeIds, rows),
                shapes,
                renumbered(links.extras().part(rows), rows));
    }

    /// The columns in their places, with values of `rows` in those that a row's shape names; the others are not read.
    private static List<SparseColumn> attributes(List<StoredColumn> stored, Shapes shapes, int[] shapeIds, Rows rows) {
        var used = new BitSet(stored.size());
        for (int shape : shapeIds) {
            for (int i = 0; i < shapes.length(shape); i++) used.set(shapes.column(shape, i));
        }
        var picked = new ArrayList<SparseColumn>(stored.size());
        for (int i = 0; i < stored.size(); i++) {
            StoredColumn column = stored.get(i);
            picked.add(used.get(i) ? renumbered(column.part(rows), rows) : column.none());
        }
        return picked;
    }

    /// The values of `rows` alone, each at its place in `rows`.
    private static SparseColumn renumbered(SparseColumn part, Rows rows) {
        int[] places = new int[part.count()];
        int[] newRows = new int[part.count()];
        int kept = 0;
        int at = 0;
        for (int i = 0; i < part.count(); i++) {
            while (at < rows.count() && rows.row(at) < part.rows()[i]) at++;
            if (at == rows.count()) break;
            if (rows.row(at) != part.rows()[i]) continue;
            places[kept] = i;
            newRows[kept++] = at;
        }
        long[] numbers = new long[part.numbers().length == 0 ? 0 : kept];
        int[] ids = new int[part.ids().length == 0 ? 0 : kept];
        for (int i = 0; i < numbers.length; i++) numbers[i] = part.numbers()[places[i]];
        for (int i = 0; i < ids.length; i++) ids[i] = part.ids()[places[i]];
        return new SparseColumn(part.name(), part.key(), part.type(), newRows, numbers, ids, part.dictionary(), kept);
    }
}
