package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Parses the footer and checks that what it points at lies within the file.
final class FooterDecoder {
    private final ThriftReader in;
    private final long dataEnd;
    private final Map<String, String> keyValues = new HashMap<>();
    private final List<Element> elements = new ArrayList<>();
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private int nextElement;

    private FooterDecoder(ByteSlice footer, long dataEnd) {
        this.in = new ThriftReader(footer);
        this.dataEnd = dataEnd;
    }

    static FileFooter decode(ByteSlice footer, long dataEnd) {
        return new FooterDecoder(footer, dataEnd).decode();
    }

    private FileFooter decode() {
        long rows = -1;
        Schema schema = Schema.of(
                "none", List.of(SchemaNode.leaf("none", Repetition.REQUIRED, PhysicalType.INT32, Annotation.NONE)));
        boolean hasSchema = false;
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.fieldId()) {
                case 2 -> {
                    schema = readSchema();
                    hasSchema = true;
                }
                case 3 -> rows = in.readLong();
                case 4 -> {
                    Check.data(hasSchema, "row groups come before the schema");
                    int count = in.beginList(ThriftReader.STRUCT);
                    for (int i = 0; i < count; i++) rowGroups.add(readRowGroup(schema));
                }
                case 5 -> readKeyValues();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        Check.data(hasSchema && rows >= 0, "the footer has no schema or no row count");
        long sum = 0;
        for (RowGroup group : rowGroups) sum += group.rowCount();
        Check.data(sum == rows, "the footer says %s rows, its row groups hold %s", rows, sum);
        return new FileFooter(schema, rows, rowGroups, keyValues);
    }

    private record Element(String name, int type, int length, int repetition, int children) {}

    private Schema readSchema() {
        int count = in.beginList(ThriftReader.STRUCT);
        Check.data(count > 0 && count <= Schema.NODES_MAX, "schema of %s fields", count);
        elements.clear();
        for (int i = 0; i < count; i++) elements.add(readElement());
        nextElement = 0;
        SchemaNode root = node(0);
        Check.data(nextElement == count, "the schema's fields do not make one tree");
        Check.data(root instanceof SchemaNode.Group, "the schema has no fields");
        return Schema.of((SchemaNode.Group) root);
    }

    private Element readElement() {
        String name = "";
        int type = -1;
        int length = 0;
        int repetition = 0;
        int children = 0;
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.fieldId()) {
                case 1 -> type = in.readInt();
                case 2 -> length = in.readInt();
                case 3 -> repetition = in.readInt();
                case 4 -> name = in.readString();
                case 5 -> children = in.readInt();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        return new Element(name, type, length, repetition, children);
    }

    private SchemaNode node(int depth) {
        Check.data(depth < Schema.DEPTH_MAX, "schema is nested too deeply");
        Check.data(nextElement < elements.size(), "the schema's fields do not make one tree");
        Element element = elements.get(nextElement++);
        Repetition repetition = depth == 0 ? Repetition.REQUIRED : Repetition.of(element.repetition());
        if (element.children() <= 0) {
            PhysicalType type = PhysicalType.of(element.type());
            boolean isFixed = type == PhysicalType.FIXED;
            Check.data(!isFixed || element.length() > 0, "column %s has length %s", element.name(), element.length());
            return new SchemaNode.Leaf(
                    element.name(), repetition, type, isFixed ? element.length() : 0, Annotation.NONE);
        }
        Check.data(element.children() <= elements.size(), "group %s has too many fields", element.name());
        var children = new ArrayList<SchemaNode>();
        for (int i = 0; i < element.children(); i++) children.add(node(depth + 1));
        return new SchemaNode.Group(element.name(), repetition, children);
    }

    private RowGroup readRowGroup(Schema schema) {
        long rows = -1;
        var chunks = new ArrayList<ColumnChunk>();
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.fieldId()) {
                case 1 -> {
                    int count = in.beginList(ThriftReader.STRUCT);
                    Check.data(
                            count == schema.leaves().size(),
                            "row group of %s columns, schema of %s",
                            count,
                            schema.leaves().size());
                    for (int i = 0; i < count; i++)
                        chunks.add(readChunk(schema.leaves().get(i)));
                }
                case 3 -> rows = in.readLong();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        Check.data(rows >= 0 && chunks.size() == schema.leaves().size(), "row group of %s rows", rows);
        for (ColumnChunk chunk : chunks) {
            boolean fits = chunk.leaf().maxRepetition() > 0 ? chunk.valueCount() >= rows : chunk.valueCount() == rows;
            Check.data(fits, "column %s has %s entries in %s rows", chunk.leaf().path(), chunk.valueCount(), rows);
        }
        return new RowGroup(rows, chunks);
    }

    private ColumnChunk readChunk(LeafColumn leaf) {
        var meta = new ChunkFields(leaf);
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.fieldId()) {
                case 3 -> {
                    in.expectStruct();
                    meta.read(in);
                }
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        return meta.toChunk(dataEnd);
    }

    private void readKeyValues() {
        int count = in.beginList(ThriftReader.STRUCT);
        for (int i = 0; i < count; i++) {
            String key = "";
            String value = "";
            int outer = in.beginStruct();
            while (in.nextField()) {
                switch (in.fieldId()) {
                    case 1 -> key = in.readString();
                    case 2 -> value = in.readString();
                    default -> in.skip();
                }
            }
            in.endStruct(outer);
            keyValues.put(key, value);
        }
    }

    /// The fields of one chunk's metadata as they are met.
    private static final class ChunkFields {
        private final LeafColumn leaf;
        private int codec = -1;
        private int type = -1;
        private long values = -1;
        private long uncompressed;
        private long compressed = -1;
        private long dataOffset = -1;
        private long dictionaryOffset = -1;
        private long nulls = -1;
        private boolean hasMin;
        private boolean hasMax;
        private ByteSlice min = ByteSlice.EMPTY;
        private ByteSlice max = ByteSlice.EMPTY;

        ChunkFields(LeafColumn leaf) {
            this.leaf = leaf;
        }

        void read(ThriftReader in) {
            int outer = in.beginStruct();
            while (in.nextField()) {
                switch (in.fieldId()) {
                    case 1 -> type = in.readInt();
                    case 4 -> codec = in.readInt();
                    case 5 -> values = in.readLong();
                    case 6 -> uncompressed = in.readLong();
                    case 7 -> compressed = in.readLong();
                    case 9 -> dataOffset = in.readLong();
                    case 11 -> dictionaryOffset = in.readLong();
                    case 12 -> readStatistics(in);
                    default -> in.skip();
                }
            }
            in.endStruct(outer);
        }

        private void readStatistics(ThriftReader in) {
            in.expectStruct();
            int outer = in.beginStruct();
            while (in.nextField()) {
                switch (in.fieldId()) {
                    case 3 -> nulls = in.readLong();
                    case 5 -> {
                        max = in.readBinary();
                        hasMax = true;
                    }
                    case 6 -> {
                        min = in.readBinary();
                        hasMin = true;
                    }
                    default -> in.skip();
                }
            }
            in.endStruct(outer);
        }

        ColumnChunk toChunk(long dataEnd) {
            Check.data(type == leaf.type().ordinal(), "column %s is of type %s", leaf.path(), type);
            // Some writers leave a dictionary offset of 0 in chunks without a dictionary.
            long start = dictionaryOffset >= 4 && dictionaryOffset < dataOffset ? dictionaryOffset : dataOffset;
            Check.data(
                    start >= 4 && compressed >= 0 && compressed <= dataEnd - start && values >= 0,
                    "column %s lies at %s with %s bytes",
                    leaf.path(),
                    start,
                    compressed);
            return new ColumnChunk(
                    leaf,
                    Codec.of(codec),
                    values,
                    start,
                    dataOffset,
                    compressed,
                    uncompressed,
                    nulls,
                    hasMin && hasMax,
                    min,
                    max);
        }
    }
}
