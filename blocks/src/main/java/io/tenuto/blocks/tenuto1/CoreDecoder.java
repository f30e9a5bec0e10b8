package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.Shapes;
import io.tenuto.parquet.Bounds;
import io.tenuto.parquet.Codec;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.parquet.PhysicalType;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.wire.ProtoReader;
import java.util.ArrayList;
import java.util.List;

/// Reads what [CoreEncoder] wrote and checks that it fits together.
final class CoreDecoder {
    private static final Codec[] CODECS = Codec.values();
    private static final PhysicalType[] TYPES = PhysicalType.values();
    private static final ColumnType[] COLUMN_TYPES = ColumnType.values();

    private final List<LeafColumn> leaves = new ArrayList<>();
    private final List<StoredGroup> groups = new ArrayList<>();
    private final List<AttributeColumn> spans = new ArrayList<>();
    private final List<AttributeColumn> events = new ArrayList<>();
    private final List<AttributeColumn> links = new ArrayList<>();
    private Shapes spanShapes = new Shapes(new int[0], new int[1], 0);
    private Shapes eventShapes = spanShapes;
    private Shapes linkShapes = spanShapes;
    private final List<ByteSlice> resources = new ArrayList<>();
    private final List<ByteSlice> scopes = new ArrayList<>();
    private int rowCount = -1;
    private int pageRows = -1;

    static CoreIndex decode(ByteSlice bytes) {
        return new CoreDecoder().read(bytes);
    }

    private CoreIndex read(ByteSlice bytes) {
        var in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    long version = in.readVarint();
                    Check.data(version == Tenuto1Format.VERSION, "index version %s", version);
                }
                case 2 -> rowCount = number(in);
                case 3 -> pageRows = number(in);
                case 4 -> leaves.add(leaf(in.readSlice()));
                case 5 -> groups.add(group(in.readSlice()));
                case 6 -> spans.add(attribute(in.readSlice()));
                case 7 -> events.add(attribute(in.readSlice()));
                case 8 -> links.add(attribute(in.readSlice()));
                case 9 -> spanShapes = shapes(in.readSlice(), spans.size());
                case 10 -> eventShapes = shapes(in.readSlice(), events.size());
                case 11 -> linkShapes = shapes(in.readSlice(), links.size());
                case 12 -> resources.add(entry(in.readSlice()));
                case 13 -> scopes.add(entry(in.readSlice()));
                default -> in.skip();
            }
        }
        check();
        return new CoreIndex(
                rowCount,
                pageRows,
                leaves,
                groups,
                spans,
                events,
                links,
                spanShapes,
                eventShapes,
                linkShapes,
                dictionary(resources),
                dictionary(scopes));
    }

    private void check() {
        Check.data(rowCount >= 0 && pageRows > 0, "index of %s rows, pages of %s", rowCount, pageRows);
        ColumnCheck.fixed(leaves);
        ColumnCheck.attributes(Residue.SPAN, spans, leaves);
        ColumnCheck.attributes(Residue.EVENT, events, leaves);
        ColumnCheck.attributes(Residue.LINK, links, leaves);
        long next = 0;
        for (StoredGroup group : groups) {
            Check.data(
                    group.firstRow() == next && group.rowCount() > 0,
                    "row group at %s, not %s",
                    group.firstRow(),
                    next);
            Check.data(
                    group.chunks().size() == leaves.size(),
                    "row group of %s columns",
                    group.chunks().size());
            next += group.rowCount();
            long pages = ((long) group.rowCount() + pageRows - 1) / pageRows;
            for (StoredChunk chunk : group.chunks()) {
                Check.data(chunk.pageBytes().length == pages, "%s pages, not %s", chunk.pageBytes().length, pages);
            }
            for (long resource : group.resources()) {
                Check.data(resource >= 0 && resource < resources.size(), "resource %s", resource);
            }
        }
        Check.data(next == rowCount, "row groups hold %s rows, not %s", next, rowCount);
    }

    private static int number(ProtoReader in) {
        long value = in.readVarint();
        Check.data(value >= 0 && value <= Integer.MAX_VALUE, "number %s in the index", value);
        return (int) value;
    }

    private static <T> T pick(T[] values, int index) {
        Check.data(index < values.length, "code %s in the index", index);
        return values[index];
    }

    private LeafColumn leaf(ByteSlice bytes) {
        var names = new ArrayList<String>();
        int type = 0;
        int length = 0;
        int repetition = 0;
        int definition = 0;
        var in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> names.add(in.readSlice().toUtf8());
                case 2 -> type = number(in);
                case 3 -> length = number(in);
                case 4 -> repetition = number(in);
                case 5 -> definition = number(in);
                default -> in.skip();
            }
        }
        Check.data(repetition <= 2 && definition <= 3, "levels %s and %s", repetition, definition);
        return new LeafColumn(leaves.size(), names, pick(TYPES, type), length, repetition, definition);
    }

    private static StoredGroup group(ByteSlice bytes) {
        int first = 0;
        int rows = 0;
        long start = 0;
        long offset = -1;
        var chunks = new ArrayList<StoredChunk>();
        long[] resources = {};
        long[] residual = {};
        var in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> first = number(in);
                case 2 -> rows = number(in);
                case 3 -> {
                    start = in.readVarint();
                    offset = start;
                }
                case 4 -> {
                    StoredChunk chunk = chunk(in.readSlice(), offset);
                    offset = chunk.endOffset();
                    chunks.add(chunk);
                }
                case 5 -> resources = Packed.fromDeltas(in.readSlice());
                case 6 -> residual = Packed.fromDeltas(in.readSlice());
                default -> in.skip();
            }
        }
        return new StoredGroup(first, rows, start, chunks, resources, residual);
    }

    /// Chunks lie one behind the other.
    private static StoredChunk chunk(ByteSlice bytes, long offset) {
        Check.data(offset >= 0, "a chunk at %s", offset);
        int codec = 0;
        int dictionary = 0;
        int[] pages = {};
        long entries = 0;
        long nulls = 0;
        int distinct = 0;
        Bounds bounds = Bounds.UNKNOWN;
        double min = 0;
        long filterOffset = 0;
        int filterBytes = 0;
        var in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> codec = number(in);
                case 2 -> dictionary = number(in);
                case 3 -> pages = Packed.ints(in.readSlice());
                case 4 -> entries = in.readVarint();
                case 5 -> nulls = in.readVarint();
                case 6 -> distinct = number(in);
                case 7 -> {
                    long[] both = Packed.longs(in.readSlice());
                    Check.data(both.length == 2, "%s bounds", both.length);
                    bounds = new Bounds.OfLongs(both[0], both[1]);
                }
                case 8 -> min = in.readDouble();
                case 9 -> bounds = new Bounds.OfDoubles(min, in.readDouble());
                case 10 -> filterOffset = in.readVarint();
                case 11 -> filterBytes = number(in);
                default -> in.skip();
            }
        }
        for (int page : pages) Check.data(page > 0, "a page of %s bytes", page);
        return new StoredChunk(
                pick(CODECS, codec),
                offset,
                dictionary,
                pages,
                entries,
                nulls,
                distinct,
                bounds,
                filterOffset,
                filterBytes);
    }

    private AttributeColumn attribute(ByteSlice bytes) {
        ByteSlice key = ByteSlice.EMPTY;
        int type = 0;
        int leaf = 0;
        var in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = in.readSlice();
                case 2 -> type = number(in);
                case 3 -> leaf = number(in);
                default -> in.skip();
            }
        }
        Check.data(leaf <= leaves.size(), "attribute %s in column %s", key, leaf);
        return new AttributeColumn(key.copy(), pick(COLUMN_TYPES, type), leaf - 1);
    }

    private static Shapes shapes(ByteSlice bytes, int columns) {
        int[] lengths = {};
        int[] heap = {};
        var in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> lengths = Packed.ints(in.readSlice());
                case 2 -> heap = Packed.ints(in.readSlice());
                default -> in.skip();
            }
        }
        int[] starts = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            Check.data(lengths[i] >= 0 && lengths[i] <= heap.length - starts[i], "a shape of %s keys", lengths[i]);
            starts[i + 1] = starts[i] + lengths[i];
        }
        Check.data(starts[lengths.length] == heap.length, "shapes of %s keys", heap.length);
        for (int column : heap) Check.data(column >= 0 && column < columns, "a shape names attribute %s", column);
        return new Shapes(heap, starts, lengths.length);
    }

    private static ByteSlice entry(ByteSlice bytes) {
        Check.data(bytes.length() >= 4, "a resource of %s bytes", bytes.length());
        int length = (bytes.at(0) & 0xFF)
                | (bytes.at(1) & 0xFF) << 8
                | (bytes.at(2) & 0xFF) << 16
                | (bytes.at(3) & 0xFF) << 24;
        Check.data(length >= 0 && length <= bytes.length() - 4, "a resource message of %s bytes", length);
        return bytes;
    }

    static Dictionary dictionary(List<ByteSlice> values) {
        int total = 0;
        for (ByteSlice value : values) total = Math.addExact(total, value.length());
        byte[] heap = new byte[total];
        int[] starts = new int[values.size() + 1];
        for (int i = 0; i < values.size(); i++) {
            ByteSlice value = values.get(i);
            System.arraycopy(value.array(), value.offset(), heap, starts[i], value.length());
            starts[i + 1] = starts[i] + value.length();
        }
        return new Dictionary(heap, starts, values.size());
    }
}
