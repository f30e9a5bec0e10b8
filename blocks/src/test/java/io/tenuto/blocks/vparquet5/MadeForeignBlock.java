package io.tenuto.blocks.vparquet5;

import static io.tenuto.parquet.Annotation.NONE;
import static io.tenuto.parquet.Annotation.UTF8;
import static io.tenuto.parquet.PhysicalType.BOOLEAN;
import static io.tenuto.parquet.PhysicalType.BYTE_ARRAY;
import static io.tenuto.parquet.PhysicalType.DOUBLE;
import static io.tenuto.parquet.PhysicalType.INT32;
import static io.tenuto.parquet.PhysicalType.INT64;

import io.tenuto.base.ByteSlice;
import io.tenuto.parquet.Annotation;
import io.tenuto.parquet.ColumnFileWriter;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.parquet.Levels;
import io.tenuto.parquet.PhysicalType;
import io.tenuto.parquet.Repetition;
import io.tenuto.parquet.Schema;
import io.tenuto.parquet.SchemaNode;
import io.tenuto.parquet.Values;
import io.tenuto.parquet.WriterOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A foreign block's data file whose tree of traces, resources, scopes, spans, attributes, events and links comes out
/// of any bytes: the same tree in every column, then single levels changed.
///
/// Bytes: u8 traces, u8 changes, per change u8 column, u8 entry, u8 levels (repetition and definition, three bits
/// each); all bytes together say how many children each parent has and which values there are.
final class MadeForeignBlock {
    private static final int HEAD_BYTES = 2;
    private static final int ENTRIES_MAX = 4000;
    private static final String[] TEXTS = {"", "a", "b", "service.name", "opentracing.ref_type", "child_of"};
    static final Schema SCHEMA = schema();

    private final byte[] input;

    MadeForeignBlock(byte[] input) {
        this.input = input;
    }

    private static SchemaNode leaf(String name, PhysicalType type) {
        return leaf(name, type, Repetition.REQUIRED);
    }

    private static SchemaNode leaf(String name, PhysicalType type, Repetition repetition) {
        Annotation annotation = type == BYTE_ARRAY && !name.endsWith("ID") ? UTF8 : NONE;
        return SchemaNode.leaf(name, repetition, type, annotation);
    }

    private static SchemaNode attributes() {
        return SchemaNode.repeated(
                "Attrs",
                leaf("Key", BYTE_ARRAY),
                leaf("IsArray", BOOLEAN),
                leaf("Value", BYTE_ARRAY, Repetition.REPEATED),
                leaf("ValueInt", INT64, Repetition.REPEATED),
                leaf("ValueDouble", DOUBLE, Repetition.REPEATED),
                leaf("ValueBool", BOOLEAN, Repetition.REPEATED),
                leaf("ValueUnsupported", BYTE_ARRAY, Repetition.OPTIONAL));
    }

    private static Schema schema() {
        var dropped = leaf("DroppedAttributesCount", INT32);
        var events = SchemaNode.repeated(
                "Events", leaf("TimeSinceStartNano", INT64), leaf("Name", BYTE_ARRAY), attributes(), dropped);
        var links = SchemaNode.repeated(
                "Links",
                leaf("TraceID", BYTE_ARRAY),
                leaf("SpanID", BYTE_ARRAY),
                leaf("TraceState", BYTE_ARRAY),
                attributes(),
                dropped);
        var spans = SchemaNode.repeated(
                "Spans",
                leaf("SpanID", BYTE_ARRAY),
                leaf("ParentSpanID", BYTE_ARRAY),
                leaf("StartTimeUnixNano", INT64),
                leaf("DurationNano", INT64),
                leaf("Name", BYTE_ARRAY),
                leaf("Kind", INT64),
                leaf("StatusCode", INT64),
                leaf("StatusMessage", BYTE_ARRAY),
                leaf("TraceState", BYTE_ARRAY),
                dropped,
                attributes(),
                events,
                links);
        var scope = new SchemaNode.Group(
                "Scope",
                Repetition.REQUIRED,
                List.of(leaf("Name", BYTE_ARRAY), leaf("Version", BYTE_ARRAY), attributes(), dropped));
        var scopes = SchemaNode.repeated("ss", scope, leaf("SpanCount", INT32), spans);
        var resource = new SchemaNode.Group(
                "Resource", Repetition.REQUIRED, List.of(attributes(), leaf("ServiceName", BYTE_ARRAY), dropped));
        return Schema.of("Trace", List.of(leaf("TraceID", BYTE_ARRAY), SchemaNode.repeated("rs", resource, scopes)));
    }

    private int at(int index) {
        return index < input.length ? input[index] & 0xFF : 0;
    }

    int traceCount() {
        return 1 + at(0) % 4;
    }

    /// Some number that depends on the place alone.
    int pick(String place, int ordinal) {
        return input.length == 0 ? 0 : at(Math.floorMod(place.hashCode() * 31 + ordinal * 7, input.length));
    }

    int children(String path, int parent) {
        return Math.max(0, pick(path, parent) % 5 - 1);
    }

    /// @throws IllegalArgumentException if the changes make rows that cannot be written
    byte[] write() {
        var out = new ByteArrayOutputStream();
        try (var writer = new ColumnFileWriter(SCHEMA, out::write, new WriterOptions(3, 1 << 20, "test"))) {
            writer.beginRowGroup(traceCount());
            for (LeafColumn leaf : SCHEMA.leaves()) {
                var entries = new ForeignEntries(this, leaf);
                if (entries.size() > ENTRIES_MAX) throw new IllegalArgumentException("too large");
                change(entries);
                writer.column(levels(entries), values(leaf, entries));
            }
            writer.endRowGroup();
            writer.finish(Map.of());
        }
        return out.toByteArray();
    }

    private void change(ForeignEntries entries) {
        for (int i = 0; i < at(1) % 4; i++) {
            int from = HEAD_BYTES + 3 * i;
            if (at(from) % SCHEMA.leaves().size() == entries.leaf().index()) entries.change(at(from + 1), at(from + 2));
        }
    }

    private static Levels levels(ForeignEntries entries) {
        if (entries.leaf().maxDefinition() == 0) return new Levels.Required(entries.size());
        return entries.levels();
    }

    private Values values(LeafColumn leaf, ForeignEntries entries) {
        int count = entries.presentCount();
        String name = leaf.names().getLast();
        return switch (leaf.type()) {
            case BOOLEAN -> {
                long[] words = new long[count / 64 + 1];
                for (int i = 0; i < count; i++) words[i >> 6] |= (pick(leaf.path(), i) & 1L) << i;
                yield new Values.Booleans(words, count);
            }
            case DOUBLE -> new Values.Doubles(new double[count], count);
            case BYTE_ARRAY -> texts(leaf, name, count);
            default -> {
                long[] longs = new long[count];
                for (int i = 0; i < count; i++) {
                    longs[i] = name.equals("SpanCount") ? children("rs.ss.Spans", i) : pick(leaf.path(), i) % 5;
                }
                yield new Values.Longs(longs, count);
            }
        };
    }

    private Values.Bytes texts(LeafColumn leaf, String name, int count) {
        var heap = new ByteArrayOutputStream();
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            heap.writeBytes(name.endsWith("ID") ? id(leaf, name, i) : text(leaf, i));
            starts[i + 1] = heap.size();
        }
        return new Values.Bytes(heap.toByteArray(), starts, count);
    }

    private byte[] text(LeafColumn leaf, int ordinal) {
        boolean isJson = leaf.names().getLast().equals("ValueUnsupported");
        String text = isJson ? "{\"bytesValue\":\"AQI=\"}" : TEXTS[pick(leaf.path(), ordinal) % TEXTS.length];
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Now and then of another length.
    private byte[] id(LeafColumn leaf, String name, int ordinal) {
        int odd = pick(leaf.path(), ordinal);
        byte[] id = new byte[odd % 16 == 15 ? odd / 16 : name.equals("TraceID") ? 16 : 8];
        if (id.length > 0) id[id.length - 1] = (byte) (ordinal + 1);
        return id;
    }

    /// The file's bytes and a meta that fits them.
    static String metaOf(ByteSlice file, int traces) {
        return "{\"format\":\"vParquet5\",\"blockID\":\"" + ForeignBlockFuzzTest.ID + "\",\"totalObjects\":" + traces
                + ",\"size\":" + file.length() + ",\"bloomShards\":1}";
    }
}
