package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.blocks.segment.ColumnBuilder;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.segment.Shapes;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.parquet.Page;
import io.tenuto.parquet.PageDecoder;
import io.tenuto.parquet.Values;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.RowKind;
import java.util.Arrays;
import java.util.List;

/// Attributes of spans, or events or links with all they have, collected from pages in the order of rows. Used once.
final class OwnerRows {
    private final int owner;
    private final List<AttributeColumn> attributes;
    private final ColumnBuilder[] columns;
    private final int[] ends;
    private final ColumnBuilder extras = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.ODD);
    private final ColumnPieces.Texts names = new ColumnPieces.Texts();
    private long[] first = new long[8];
    private long[] second = new long[8];
    private long[] third = new long[8];
    private int[] nameIds = new int[8];
    private int[] shapes = new int[8];
    private int count;

    OwnerRows(int owner, List<AttributeColumn> attributes, int rows) {
        this.owner = owner;
        this.attributes = attributes;
        this.columns = attributes.stream()
                .map(attribute -> new ColumnBuilder(attribute.key(), attribute.type()))
                .toArray(ColumnBuilder[]::new);
        this.ends = new int[rows];
    }

    /// Adds the span attributes of rows `[from, to)` of a page; `base` is the row that the first of them gets.
    void addAttributes(GroupPages group, int page, PageColumns columnsOfPage, int from, int to, int base) {
        for (int i = 0; i < columns.length; i++) {
            addAttribute(group, page, columnsOfPage, i, from, to, base);
        }
    }

    /// Adds the children of rows `[from, to)`.
    void addChildren(GroupPages group, int page, PageColumns columnsOfPage, int from, int to, int base) {
        int[] starts = columnsOfPage.childStarts(owner == Residue.EVENT ? RowKind.EVENT : RowKind.LINK);
        int firstChild = starts[from];
        int endChild = starts[to];
        for (int row = from; row < to; row++) ends[base + row - from] = count + starts[row + 1] - firstChild;
        if (endChild == firstChild) return;
        reserve(count + endChild - firstChild);
        if (owner == Residue.EVENT) copyEvents(group, page, firstChild, endChild);
        else copyLinks(group, page, firstChild, endChild);
        FixedLeaf extra = owner == Residue.EVENT ? FixedLeaf.EVENT_EXTRA : FixedLeaf.LINK_EXTRA;
        text(group, page, extra, extras, firstChild, endChild, count);
        for (int i = 0; i < columns.length; i++) {
            addAttribute(group, page, columnsOfPage, i, firstChild, endChild, count);
        }
        count += endChild - firstChild;
    }

    private void reserve(int size) {
        if (first.length >= size) return;
        int capacity = Math.max(size, first.length * 2);
        first = Arrays.copyOf(first, capacity);
        second = Arrays.copyOf(second, capacity);
        third = Arrays.copyOf(third, capacity);
        nameIds = Arrays.copyOf(nameIds, capacity);
        shapes = Arrays.copyOf(shapes, capacity);
    }

    private void copyEvents(GroupPages group, int page, int from, int to) {
        long[] times = Leaves.denseLongs(
                group.page(FixedLeaf.EVENT_TIME.ordinal(), page).values());
        long[] shapeIds = Leaves.denseLongs(
                group.page(FixedLeaf.EVENT_SHAPE.ordinal(), page).values());
        int leaf = FixedLeaf.EVENT_NAME.ordinal();
        Leaves.Texts texts = Leaves.texts(group.page(leaf, page).values(), group.textDictionary(leaf));
        for (int i = from; i < to; i++) {
            int at = count + i - from;
            first[at] = times[i];
            shapes[at] = (int) shapeIds[i];
            nameIds[at] = names.add(texts.dictionary(), texts.ids()[i]);
        }
    }

    private void copyLinks(GroupPages group, int page, int from, int to) {
        Values traces = group.page(FixedLeaf.LINK_TRACE_ID.ordinal(), page).values();
        long[] highs = Leaves.denseLongs(half(traces, 0));
        long[] lows = Leaves.denseLongs(half(traces, 8));
        long[] spans = Leaves.denseLongs(
                group.page(FixedLeaf.LINK_SPAN_ID.ordinal(), page).values());
        long[] shapeIds = Leaves.denseLongs(
                group.page(FixedLeaf.LINK_SHAPE.ordinal(), page).values());
        for (int i = from; i < to; i++) {
            int at = count + i - from;
            first[at] = highs[i];
            second[at] = lows[i];
            third[at] = spans[i];
            shapes[at] = (int) shapeIds[i];
        }
    }

    /// Identifiers from which eight bytes are read from `offset` on.
    static Values half(Values values, int offset) {
        return switch (values) {
            case Values.Fixed fixed ->
                new Values.Fixed(fixed.heap(), fixed.offset() + offset, fixed.width(), fixed.count());
            case Values.Coded coded -> new Values.Coded(coded.ids(), coded.count(), half(coded.dictionary(), offset));
            case Values.Booleans _, Values.Longs _, Values.Doubles _, Values.Bytes _ ->
                throw new IllegalArgumentException("no identifiers");
        };
    }

    /// Values of one attribute for entries `[from, to)` of the page: of its column first, then repetitions.
    private void addAttribute(
            GroupPages group, int page, PageColumns columnsOfPage, int index, int from, int to, int base) {
        AttributeColumn attribute = attributes.get(index);
        boolean fromColumn = attribute.hasColumn() && group.hasValues(attribute.leaf());
        boolean fromResidue = group.group().hasResidual(owner, index);
        if (!fromColumn && !fromResidue) return;
        int[] places = new int[0];
        Values values = PageDecoder.NO_DICTIONARY;
        if (fromColumn) {
            Page decoded = group.page(attribute.leaf(), page);
            places = owner == Residue.SPAN ? Leaves.places(decoded) : Leaves.optionalChildPlaces(decoded);
            values = decoded.values();
        }
        var into = columns[index];
        Dictionary dictionary = fromColumn ? group.textDictionary(attribute.leaf()) : GroupPages.EMPTY;
        if (!fromResidue) {
            for (int i = from; i < to; i++) {
                if (places[i] >= 0) put(into, attribute.type(), base + i - from, values, dictionary, places[i]);
            }
            return;
        }
        PageResidue residue = columnsOfPage.residue();
        boolean[] wanted = residue.wanted(attribute.key());
        int[] starts = owner == Residue.SPAN
                ? new int[0]
                : columnsOfPage.childStarts(owner == Residue.EVENT ? RowKind.EVENT : RowKind.LINK);
        int at = 0;
        Values others = attribute.type() == ColumnType.NONE ? values : residue.values(attribute.type());
        for (int i = from; i < to; i++) {
            if (fromColumn && places[i] >= 0)
                put(into, attribute.type(), base + i - from, values, dictionary, places[i]);
            for (; at < residue.count(); at++) {
                if (residue.owner(at) != owner) continue;
                int entry = owner == Residue.SPAN ? residue.row(at) : starts[residue.row(at)] + residue.index(at);
                if (entry > i) break;
                if (entry < i || !residue.is(at, wanted, attribute.type())) continue;
                if (attribute.type() == ColumnType.NONE) {
                    into.addNumber(base + i - from, 0);
                } else {
                    int place = residue.places(attribute.type())[at];
                    Dictionary texts = residue.dictionary(attribute.type());
                    put(into, attribute.type(), base + i - from, others, texts, place);
                }
            }
        }
    }

    private static void put(
            ColumnBuilder into, ColumnType type, int row, Values values, Dictionary dictionary, int place) {
        switch (type) {
            case STRING, ODD -> {
                switch (values) {
                    case Values.Coded coded -> {
                        int id = coded.ids()[place];
                        int start = dictionary.start(id);
                        into.addBytes(row, dictionary.heap(), start, start + dictionary.length(id));
                    }
                    case Values.Bytes bytes ->
                        into.addBytes(row, bytes.heap(), bytes.starts()[place], bytes.starts()[place + 1]);
                    case Values.Booleans _, Values.Longs _, Values.Doubles _, Values.Fixed _ ->
                        throw new IllegalArgumentException("no texts");
                }
            }
            case INT -> into.addNumber(row, number(values, place));
            case DOUBLE -> into.addNumber(row, Double.doubleToRawLongBits(real(values, place)));
            case BOOLEAN -> into.addNumber(row, ((Values.Booleans) values).words()[place >> 6] >>> place & 1);
            case NONE -> into.addNumber(row, 0);
        }
    }

    private static long number(Values values, int place) {
        if (values instanceof Values.Coded coded) return number(coded.dictionary(), coded.ids()[place]);
        return ((Values.Longs) values).values()[place];
    }

    private static double real(Values values, int place) {
        if (values instanceof Values.Coded coded) return real(coded.dictionary(), coded.ids()[place]);
        return ((Values.Doubles) values).values()[place];
    }

    /// Adds the bytes that entries `[from, to)` of an optional column have.
    static void text(GroupPages group, int page, FixedLeaf leaf, ColumnBuilder into, int from, int to, int base) {
        if (!group.hasValues(leaf.ordinal())) return;
        Page decoded = group.page(leaf.ordinal(), page);
        int[] places = leaf.group().isEmpty() ? Leaves.places(decoded) : Leaves.optionalChildPlaces(decoded);
        Dictionary dictionary = group.textDictionary(leaf.ordinal());
        for (int i = from; i < to; i++) {
            if (places[i] >= 0) put(into, ColumnType.STRING, base + i - from, decoded.values(), dictionary, places[i]);
        }
    }

    List<SparseColumn> attributes() {
        return Arrays.stream(columns).map(ColumnBuilder::view).toList();
    }

    int[] ends() {
        return ends;
    }

    private void checkShapes(Shapes shapesOfBlock) {
        for (int i = 0; i < count; i++) {
            Check.data(
                    shapes[i] >= 0 && shapes[i] < shapesOfBlock.size(),
                    "shape %s of %s",
                    shapes[i],
                    shapesOfBlock.size());
        }
    }

    SegmentData.Children events(Shapes shapesOfBlock) {
        checkShapes(shapesOfBlock);
        return new SegmentData.Children(
                count, first, nameIds, names.dictionary(), shapes, attributes(), shapesOfBlock, extras.view());
    }

    SegmentData.Links links(Shapes shapesOfBlock) {
        checkShapes(shapesOfBlock);
        return new SegmentData.Links(count, first, second, third, shapes, attributes(), shapesOfBlock, extras.view());
    }
}
