package io.tenuto.components.blockbuilder;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The bytes of a quarantine's object: the records as they came, for people and for a later try.
/// Source: docs/formats/quarantine.md
public final class QuarantineObject {
    /// The object's name below `<tenant>/<id>/`.
    public static final String NAME = "quarantined";

    private static final byte[] MAGIC = {'T', 'N', 'T', 'Q'};
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 9;

    private static final int REASON = 1;
    private static final int LOG_IDENTITY = 2;
    private static final int PARTITION = 3;
    private static final int RECORD = 4;

    private QuarantineObject() {}

    public static ByteSlice encode(QuarantinedRecords kept) {
        var out = new ProtoWriter();
        out.raw(new byte[HEADER_BYTES], 0, HEADER_BYTES);
        out.text(REASON, kept.reason());
        out.text(LOG_IDENTITY, kept.logIdentity());
        out.varint(PARTITION, kept.partition());
        for (StoredRecord stored : kept.records()) {
            int mark = out.begin(RECORD);
            out.varint(1, stored.offset());
            out.varint(2, stored.record().receivedUnixNanos());
            out.bytes(3, stored.record().value());
            stored.record().tenant().ifPresent(tenant -> out.text(4, tenant));
            out.bool(5, stored.record().skipMetrics());
            out.end(mark);
        }
        byte[] object = out.toSlice().toByteArray();
        System.arraycopy(MAGIC, 0, object, 0, MAGIC.length);
        object[4] = VERSION;
        int crc = crc(object);
        for (int i = 0; i < 4; i++) object[5 + i] = (byte) (crc >>> (8 * i));
        return ByteSlice.of(object);
    }

    /// @throws io.tenuto.base.CorruptDataException if the object is damaged or of another kind
    public static QuarantinedRecords decode(ByteSlice object) {
        Check.data(object.length() > HEADER_BYTES, "quarantine object of %s bytes", object.length());
        for (int i = 0; i < MAGIC.length; i++) Check.data(object.at(i) == MAGIC[i], "not a quarantine object");
        Check.data(object.at(4) == VERSION, "quarantine object of version %s", object.at(4));
        int crc = 0;
        for (int i = 0; i < 4; i++) crc |= (object.at(5 + i) & 0xFF) << (8 * i);
        Check.data(crc == crc(object.toByteArray()), "quarantine object: bad checksum");
        String reason = "";
        String identity = "";
        int partition = 0;
        var messages = new ArrayList<ByteSlice>();
        var reader = new ProtoReader(object.slice(HEADER_BYTES, object.length()));
        while (reader.next()) {
            switch (reader.field()) {
                case REASON -> reason = reader.readSlice().toUtf8();
                case LOG_IDENTITY -> identity = reader.readSlice().toUtf8();
                case PARTITION -> partition = (int) reader.readVarint();
                case RECORD -> messages.add(reader.readSlice());
                default -> reader.skip();
            }
        }
        Check.data(!messages.isEmpty(), "quarantine object without records");
        int lane = partition;
        List<StoredRecord> records =
                messages.stream().map(message -> record(lane, message)).toList();
        return new QuarantinedRecords(identity, partition, reason, records);
    }

    private static StoredRecord record(int partition, ByteSlice message) {
        long offset = 0;
        long received = 0;
        ByteSlice value = ByteSlice.of(new byte[0]);
        Optional<String> tenant = Optional.empty();
        boolean skipMetrics = false;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> offset = reader.readVarint();
                case 2 -> received = reader.readVarint();
                case 3 -> value = reader.readSlice();
                case 4 -> tenant = Optional.of(reader.readSlice().toUtf8());
                case 5 -> skipMetrics = reader.readVarint() != 0;
                default -> reader.skip();
            }
        }
        return new StoredRecord(offset, new LogRecord(partition, tenant, received, skipMetrics, value));
    }

    private static int crc(byte[] object) {
        var crc = new CRC32C();
        crc.update(object, HEADER_BYTES, object.length - HEADER_BYTES);
        return (int) crc.getValue();
    }
}
