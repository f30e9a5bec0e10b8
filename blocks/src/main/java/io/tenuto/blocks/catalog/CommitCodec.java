package io.tenuto.blocks.catalog;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.zip.CRC32C;

/// The bytes of catalog objects. Source: docs/formats/catalog.md.
///
/// An object is: "TNTC", one byte version, u32 little-endian CRC-32C of the rest, a protobuf message.
final class CommitCodec {
    private static final byte[] MAGIC = {'T', 'N', 'T', 'C'};
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 9;

    private static final int WRITER = 1;
    private static final int ADDED = 2;
    private static final int REMOVED = 3;
    private static final int COVERAGE = 4;
    private static final int GAPS = 5;
    private static final int NUMBER = 6;
    private static final int QUARANTINED = 7;

    private CommitCodec() {}

    /// A commit with the unique name of the try that wrote it.
    record Signed(String writer, CatalogChange change) {}

    /// A whole state, as checkpoints hold it.
    record State(long number, CatalogChange everything) {}

    static ByteSlice encode(Signed commit) {
        var out = new ProtoWriter();
        out.text(WRITER, commit.writer());
        write(out, commit.change());
        return seal(out);
    }

    static Signed decode(ByteSlice object) {
        ByteSlice body = open(object);
        return new Signed(text(body, WRITER), readChange(body));
    }

    static ByteSlice encode(State state) {
        var out = new ProtoWriter();
        out.varint(NUMBER, state.number());
        write(out, state.everything());
        return seal(out);
    }

    static State decodeState(ByteSlice object) {
        ByteSlice body = open(object);
        long number = 0;
        var reader = new ProtoReader(body);
        while (reader.next()) {
            if (reader.field() == NUMBER) number = reader.readVarint();
            else reader.skip();
        }
        return new State(number, readChange(body));
    }

    private static ByteSlice seal(ProtoWriter out) {
        ByteSlice body = out.view();
        byte[] object = new byte[HEADER_BYTES + body.length()];
        System.arraycopy(MAGIC, 0, object, 0, MAGIC.length);
        object[4] = VERSION;
        System.arraycopy(body.array(), 0, object, HEADER_BYTES, body.length());
        int crc = crc(object);
        for (int i = 0; i < 4; i++) object[5 + i] = (byte) (crc >>> (8 * i));
        return ByteSlice.of(object);
    }

    private static ByteSlice open(ByteSlice object) {
        Check.data(object.length() >= HEADER_BYTES, "catalog object of %s bytes", object.length());
        for (int i = 0; i < MAGIC.length; i++) Check.data(object.at(i) == MAGIC[i], "not a catalog object");
        Check.data(object.at(4) == VERSION, "catalog object of version %s", object.at(4));
        int crc = 0;
        for (int i = 0; i < 4; i++) crc |= (object.at(5 + i) & 0xFF) << (8 * i);
        Check.data(crc == crc(object.toByteArray()), "catalog object: bad checksum");
        return object.slice(HEADER_BYTES, object.length());
    }

    private static int crc(byte[] object) {
        var crc = new CRC32C();
        crc.update(object, HEADER_BYTES, object.length - HEADER_BYTES);
        return (int) crc.getValue();
    }

    private static void write(ProtoWriter out, CatalogChange change) {
        for (BlockMeta meta : change.added()) {
            int mark = out.begin(ADDED);
            BlockMetaCodec.write(out, meta);
            out.end(mark);
        }
        for (String id : change.removedIds()) out.text(REMOVED, id);
        for (CoverageMove move : change.coverage()) {
            int mark = out.begin(COVERAGE);
            writeRange(out, move.partition(), move.fromOffset(), move.toOffset());
            out.end(mark);
        }
        for (LogGap gap : change.gaps()) {
            int mark = out.begin(GAPS);
            writeRange(out, gap.partition(), gap.fromOffset(), gap.toOffset());
            out.varint(5, gap.found().toEpochMilli());
            out.end(mark);
        }
        for (Quarantined kept : change.quarantined()) {
            int mark = out.begin(QUARANTINED);
            QuarantinedCodec.write(out, kept);
            out.end(mark);
        }
    }

    private static void writeRange(ProtoWriter out, LogPartition partition, long from, long to) {
        out.text(1, partition.logIdentity());
        out.varint(2, partition.partition());
        out.varint(3, from);
        out.varint(4, to);
    }

    private static CatalogChange readChange(ByteSlice body) {
        var added = new ArrayList<BlockMeta>();
        var removed = new ArrayList<String>();
        var coverage = new ArrayList<CoverageMove>();
        var gaps = new ArrayList<LogGap>();
        var quarantined = new ArrayList<Quarantined>();
        var reader = new ProtoReader(body);
        while (reader.next()) {
            switch (reader.field()) {
                case ADDED -> added.add(BlockMetaCodec.read(reader.readSlice()));
                case REMOVED -> removed.add(reader.readSlice().toUtf8());
                case COVERAGE -> {
                    Range range = readRange(reader.readSlice());
                    coverage.add(new CoverageMove(range.partition(), range.from(), range.to()));
                }
                case GAPS -> {
                    Range range = readRange(reader.readSlice());
                    gaps.add(new LogGap(
                            range.partition(), range.from(), range.to(), Instant.ofEpochMilli(range.foundMillis())));
                }
                case QUARANTINED -> quarantined.add(QuarantinedCodec.read(reader.readSlice()));
                default -> reader.skip();
            }
        }
        return new CatalogChange(added, removed, coverage, gaps, quarantined);
    }

    private record Range(LogPartition partition, long from, long to, long foundMillis) {}

    private static Range readRange(ByteSlice bytes) {
        String identity = "";
        long[] numbers = new long[4];
        var reader = new ProtoReader(bytes);
        while (reader.next()) {
            int field = reader.field();
            if (field == 1) identity = reader.readSlice().toUtf8();
            else if (field <= 5) numbers[field - 2] = reader.readVarint();
            else reader.skip();
        }
        Check.data(numbers[1] >= 0 && numbers[1] <= numbers[2], "range [%s, %s)", numbers[1], numbers[2]);
        return new Range(new LogPartition(identity, (int) numbers[0]), numbers[1], numbers[2], numbers[3]);
    }

    private static String text(ByteSlice body, int field) {
        var reader = new ProtoReader(body);
        while (reader.next()) {
            if (reader.field() == field) return reader.readSlice().toUtf8();
            reader.skip();
        }
        return "";
    }
}
