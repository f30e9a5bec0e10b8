package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes what [FooterDecoder] reads.
final class FooterEncoder {
    // Longer bounds of strings are left out rather than shortened.
    private static final int BOUND_BYTES_MAX = 64;

    private final ThriftWriter out;

    private FooterEncoder(ThriftWriter out) {
        this.out = out;
    }

    /// A written row group.
    record Group(int rowCount, List<ChunkPlace> chunks) {}

    static void encode(
            Schema schema, List<Group> groups, Map<String, String> keyValues, String createdBy, GrowingBytes target) {
        new FooterEncoder(new ThriftWriter(target)).file(schema, groups, keyValues, createdBy);
    }

    private void file(Schema schema, List<Group> groups, Map<String, String> keyValues, String createdBy) {
        int outer = out.beginStructElement();
        out.number(1, 1);
        out.list(2, ThriftReader.STRUCT, countNodes(schema.root()));
        node(schema.root(), true);
        out.number64(3, groups.stream().mapToLong(Group::rowCount).sum());
        out.list(4, ThriftReader.STRUCT, groups.size());
        for (int i = 0; i < groups.size(); i++) group(groups.get(i), i);
        if (!keyValues.isEmpty()) {
            out.list(5, ThriftReader.STRUCT, keyValues.size());
            new TreeMap<>(keyValues).forEach(this::keyValue);
        }
        out.text(6, createdBy);
        out.list(7, ThriftReader.STRUCT, schema.leaves().size());
        for (int i = 0; i < schema.leaves().size(); i++) {
            int order = out.beginStructElement();
            out.emptyStruct(1);
            out.end(order);
        }
        out.end(outer);
    }

    private static int countNodes(SchemaNode node) {
        return switch (node) {
            case SchemaNode.Leaf _ -> 1;
            case SchemaNode.Group group ->
                1
                        + group.children().stream()
                                .mapToInt(FooterEncoder::countNodes)
                                .sum();
        };
    }

    private void node(SchemaNode node, boolean isRoot) {
        int outer = out.beginStructElement();
        if (node instanceof SchemaNode.Leaf leaf) {
            out.number(1, leaf.type().ordinal());
            if (leaf.fixedLength() > 0) out.number(2, leaf.fixedLength());
        }
        if (!isRoot) out.number(3, node.repetition().ordinal());
        out.text(4, node.name());
        if (node instanceof SchemaNode.Group group) {
            out.number(5, group.children().size());
        } else if (node instanceof SchemaNode.Leaf leaf) {
            annotation(leaf.annotation());
        }
        out.end(outer);
        if (node instanceof SchemaNode.Group group) {
            for (SchemaNode child : group.children()) node(child, false);
        }
    }

    private void annotation(Annotation annotation) {
        switch (annotation) {
            case NONE -> {}
            case UTF8 -> {
                out.number(6, 0);
                int logical = out.beginStruct(10);
                out.emptyStruct(1);
                out.end(logical);
            }
            case TIMESTAMP_NANOS -> {
                int logical = out.beginStruct(10);
                int timestamp = out.beginStruct(8);
                out.flag(1, true);
                int unit = out.beginStruct(2);
                out.emptyStruct(3);
                out.end(unit);
                out.end(timestamp);
                out.end(logical);
            }
            case UINT32 -> integer(13, 32, false);
            case UINT64 -> integer(14, 64, false);
            case INT32 -> integer(17, 32, true);
            case INT64 -> integer(18, 64, true);
        }
    }

    private void integer(int converted, int bits, boolean signed) {
        out.number(6, converted);
        int logical = out.beginStruct(10);
        int type = out.beginStruct(10);
        out.number8(1, bits);
        out.flag(2, signed);
        out.end(type);
        out.end(logical);
    }

    private void group(Group group, int ordinal) {
        int outer = out.beginStructElement();
        out.list(1, ThriftReader.STRUCT, group.chunks().size());
        long uncompressed = 0;
        long compressed = 0;
        for (ChunkPlace chunk : group.chunks()) {
            chunk(chunk);
            uncompressed += chunk.uncompressedBytes();
            compressed += chunk.totalBytes();
        }
        out.number64(2, uncompressed);
        out.number64(3, group.rowCount());
        out.number64(5, group.chunks().getFirst().startOffset());
        out.number64(6, compressed);
        out.number16(7, (short) ordinal);
        out.end(outer);
    }

    private void chunk(ChunkPlace place) {
        int outer = out.beginStructElement();
        out.number64(2, 0);
        int meta = out.beginStruct(3);
        boolean isCoded = place.dictionaryBytes() > 0;
        out.number(1, place.leaf().type().ordinal());
        int[] encodings = encodings(place, isCoded);
        out.list(2, ThriftReader.I32, encodings.length);
        for (int encoding : encodings) out.numberElement(encoding);
        out.list(3, ThriftReader.BINARY, place.leaf().names().size());
        for (String name : place.leaf().names()) out.textElement(name);
        out.number(4, place.codec().code());
        out.number64(5, place.entryCount());
        out.number64(6, place.uncompressedBytes());
        out.number64(7, place.totalBytes());
        out.number64(9, place.startOffset() + place.dictionaryBytes());
        if (isCoded) out.number64(11, place.startOffset());
        statistics(place);
        if (place.filterBytes() > 0) {
            out.number64(14, place.filterOffset());
            out.number(15, place.filterBytes());
        }
        out.end(meta);
        out.end(outer);
    }

    private static int[] encodings(ChunkPlace place, boolean isCoded) {
        if (isCoded) return new int[] {Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY};
        int own = switch (place.leaf().type()) {
            case BOOLEAN -> Encoding.RLE;
            case INT32, INT64 -> Encoding.DELTA_BINARY_PACKED;
            case FLOAT, DOUBLE -> Encoding.BYTE_STREAM_SPLIT;
            case BYTE_ARRAY -> Encoding.DELTA_LENGTH_BYTE_ARRAY;
            case FIXED, INT96 -> Encoding.PLAIN;
        };
        return new int[] {Encoding.RLE, own};
    }

    private void statistics(ChunkPlace place) {
        int outer = out.beginStruct(12);
        out.number64(3, place.nullCount());
        boolean isInt = place.leaf().type() == PhysicalType.INT32;
        switch (place.bounds()) {
            case Bounds.Unknown _ -> {}
            case Bounds.OfLongs(long min, long max) -> bounds(number(min, isInt), number(max, isInt));
            case Bounds.OfDoubles(double min, double max) ->
                bounds(
                        number(Double.doubleToRawLongBits(min == 0 ? -0.0 : min), false),
                        number(Double.doubleToRawLongBits(max == 0 ? 0.0 : max), false));
            case Bounds.OfBytes(ByteSlice min, ByteSlice max) -> {
                if (min.length() <= BOUND_BYTES_MAX && max.length() <= BOUND_BYTES_MAX) bounds(min, max);
            }
        }
        out.end(outer);
    }

    private void bounds(ByteSlice min, ByteSlice max) {
        out.binary(5, max);
        out.binary(6, min);
    }

    private static ByteSlice number(long value, boolean isInt) {
        var bytes = new GrowingBytes(8);
        if (isInt) bytes.putIntLittleEndian((int) value);
        else bytes.putLongLittleEndian(value);
        return bytes.slice();
    }

    private void keyValue(String key, String value) {
        int outer = out.beginStructElement();
        out.text(1, key);
        out.text(2, value);
        out.end(outer);
    }
}
