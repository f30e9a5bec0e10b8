package io.tenuto.blocks.catalog;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.model.TenantId;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.HashMap;
import java.util.Map;

/// A block's meta within a catalog object. Field numbers are part of the format: docs/formats/catalog.md.
final class BlockMetaCodec {
    private static final int TEXT_FIELDS = 4;

    private BlockMetaCodec() {}

    static void write(ProtoWriter out, BlockMeta meta) {
        out.text(1, meta.id());
        out.text(2, meta.tenant().value());
        out.text(3, meta.format());
        out.text(4, meta.layout());
        out.varint(5, meta.formatVersion());
        out.varint(6, meta.rowCount());
        out.varint(7, meta.traceCount());
        out.varint(8, meta.minStartUnixNanos());
        out.varint(9, meta.maxEndUnixNanos());
        out.varint(10, meta.maxTraceStartUnixNanos());
        out.varint(11, meta.minReceivedUnixNanos());
        out.varint(12, meta.maxReceivedUnixNanos());
        out.varint(13, meta.compactionLevel());
        out.varint(14, meta.sizeBytes());
    }

    static BlockMeta read(ByteSlice bytes) {
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, Long> numbers = new HashMap<>();
        var reader = new ProtoReader(bytes);
        while (reader.next()) {
            int field = reader.field();
            if (field <= TEXT_FIELDS) texts.put(field, reader.readSlice().toUtf8());
            else if (field <= 14) numbers.put(field, reader.readVarint());
            else reader.skip();
        }
        try {
            return new BlockMeta(
                    texts.getOrDefault(1, ""),
                    new TenantId(texts.getOrDefault(2, "")),
                    texts.getOrDefault(3, ""),
                    numbers.getOrDefault(5, 0L).intValue(),
                    numbers.getOrDefault(6, 0L),
                    numbers.getOrDefault(7, 0L),
                    numbers.getOrDefault(8, 0L),
                    numbers.getOrDefault(9, 0L),
                    numbers.getOrDefault(10, 0L),
                    numbers.getOrDefault(11, 0L),
                    numbers.getOrDefault(12, 0L),
                    numbers.getOrDefault(13, 0L).intValue(),
                    numbers.getOrDefault(14, 0L),
                    texts.getOrDefault(4, ""));
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("catalog: bad block meta: " + e.getMessage(), e);
        }
    }
}
