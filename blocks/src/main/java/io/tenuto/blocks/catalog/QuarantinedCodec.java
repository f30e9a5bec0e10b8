package io.tenuto.blocks.catalog;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.model.TenantId;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.HashMap;
import java.util.Map;

/// A quarantine's entry within a catalog object. Field numbers are part of the format: docs/formats/catalog.md.
final class QuarantinedCodec {
    private static final int IDENTITY = 1;
    private static final int PARTITION = 2;
    private static final int FROM = 3;
    private static final int TO = 4;
    private static final int RECEIVED = 5;
    private static final int ID = 6;
    private static final int TENANT = 7;
    private static final int RECORDS = 8;
    private static final int REASON = 9;

    private QuarantinedCodec() {}

    static void write(ProtoWriter out, Quarantined kept) {
        out.text(IDENTITY, kept.partition().logIdentity());
        out.varint(PARTITION, kept.partition().partition());
        out.varint(FROM, kept.fromOffset());
        out.varint(TO, kept.toOffset());
        out.varint(RECEIVED, kept.maxReceivedUnixNanos());
        out.text(ID, kept.id());
        out.text(TENANT, kept.tenant().value());
        out.varint(RECORDS, kept.records());
        out.text(REASON, kept.reason());
    }

    static Quarantined read(ByteSlice bytes) {
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, Long> numbers = new HashMap<>();
        var reader = new ProtoReader(bytes);
        while (reader.next()) {
            int field = reader.field();
            switch (field) {
                case IDENTITY, ID, TENANT, REASON ->
                    texts.put(field, reader.readSlice().toUtf8());
                case PARTITION, FROM, TO, RECEIVED, RECORDS -> numbers.put(field, reader.readVarint());
                default -> reader.skip();
            }
        }
        int partition = numbers.getOrDefault(PARTITION, 0L).intValue();
        try {
            return new Quarantined(
                    texts.getOrDefault(ID, ""),
                    new TenantId(texts.getOrDefault(TENANT, "")),
                    new LogPartition(texts.getOrDefault(IDENTITY, ""), partition),
                    numbers.getOrDefault(FROM, 0L),
                    numbers.getOrDefault(TO, 0L),
                    numbers.getOrDefault(RECORDS, 0L),
                    numbers.getOrDefault(RECEIVED, 0L),
                    texts.getOrDefault(REASON, ""));
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("catalog: bad quarantine entry: " + e.getMessage(), e);
        }
    }
}
