package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;

/// What stands before each page.
///
/// @param headerBytes length of the header itself
/// @param repetitionBytes,definitionBytes lengths of the uncompressed levels of a V2 page
record PageHeader(
        Kind kind,
        int headerBytes,
        int uncompressedBytes,
        int compressedBytes,
        boolean hasChecksum,
        int checksum,
        int entryCount,
        int encoding,
        int definitionEncoding,
        int repetitionEncoding,
        int definitionBytes,
        int repetitionBytes,
        boolean valuesAreCompressed) {
    /// The kinds of pages; those of no use here are OTHER.
    enum Kind {
        DATA,
        DICTIONARY,
        DATA_V2,
        OTHER
    }

    static PageHeader read(ByteSlice bytes) {
        return new Fields().read(new ThriftReader(bytes));
    }

    /// Writes the header of a V1 data page.
    static void writeData(GrowingBytes out, int uncompressed, int compressed, int checksum, int entries, int encoding) {
        var writer = new ThriftWriter(out);
        int outer = begin(writer, 0, uncompressed, compressed, checksum);
        int data = writer.beginStruct(5);
        writer.number(1, entries);
        writer.number(2, encoding);
        writer.number(3, Encoding.RLE);
        writer.number(4, Encoding.RLE);
        writer.end(data);
        writer.end(outer);
    }

    static void writeDictionary(GrowingBytes out, int uncompressed, int compressed, int checksum, int entries) {
        var writer = new ThriftWriter(out);
        int outer = begin(writer, 2, uncompressed, compressed, checksum);
        int dictionary = writer.beginStruct(7);
        writer.number(1, entries);
        writer.number(2, Encoding.PLAIN);
        writer.end(dictionary);
        writer.end(outer);
    }

    private static int begin(ThriftWriter writer, int type, int uncompressed, int compressed, int checksum) {
        int outer = writer.beginStructElement();
        writer.number(1, type);
        writer.number(2, uncompressed);
        writer.number(3, compressed);
        writer.number(4, checksum);
        return outer;
    }

    /// The fields as they are met.
    private static final class Fields {
        private int type = -1;
        private int uncompressed = -1;
        private int compressed = -1;
        private boolean hasChecksum;
        private int checksum;
        private int entries = -1;
        private int encoding = -1;
        private int definitionEncoding = Encoding.RLE;
        private int repetitionEncoding = Encoding.RLE;
        private int definitionBytes;
        private int repetitionBytes;
        private boolean isCompressed = true;

        PageHeader read(ThriftReader in) {
            int outer = in.beginStruct();
            while (in.nextField()) readField(in);
            in.endStruct(outer);
            Check.data(uncompressed >= 0 && compressed >= 0, "page sizes %s and %s", uncompressed, compressed);
            Kind kind = switch (type) {
                case 0 -> Kind.DATA;
                case 2 -> Kind.DICTIONARY;
                case 3 -> Kind.DATA_V2;
                default -> Kind.OTHER;
            };
            Check.data(kind == Kind.OTHER || (entries >= 0 && encoding >= 0), "page header lacks its entries");
            Check.data(definitionBytes >= 0 && repetitionBytes >= 0, "page header has negative level sizes");
            return new PageHeader(
                    kind,
                    in.consumed(),
                    uncompressed,
                    compressed,
                    hasChecksum,
                    checksum,
                    entries,
                    encoding,
                    definitionEncoding,
                    repetitionEncoding,
                    definitionBytes,
                    repetitionBytes,
                    isCompressed);
        }

        private void readField(ThriftReader in) {
            switch (in.fieldId()) {
                case 1 -> type = in.readInt();
                case 2 -> uncompressed = in.readInt();
                case 3 -> compressed = in.readInt();
                case 4 -> {
                    checksum = in.readInt();
                    hasChecksum = true;
                }
                case 5 -> readData(in);
                case 7 -> readDictionary(in);
                case 8 -> readDataV2(in);
                default -> in.skip();
            }
        }

        private void readData(ThriftReader in) {
            in.expectStruct();
            int outer = in.beginStruct();
            while (in.nextField()) {
                switch (in.fieldId()) {
                    case 1 -> entries = in.readInt();
                    case 2 -> encoding = in.readInt();
                    case 3 -> definitionEncoding = in.readInt();
                    case 4 -> repetitionEncoding = in.readInt();
                    default -> in.skip();
                }
            }
            in.endStruct(outer);
        }

        private void readDictionary(ThriftReader in) {
            in.expectStruct();
            int outer = in.beginStruct();
            while (in.nextField()) {
                switch (in.fieldId()) {
                    case 1 -> entries = in.readInt();
                    case 2 -> encoding = in.readInt();
                    default -> in.skip();
                }
            }
            in.endStruct(outer);
        }

        private void readDataV2(ThriftReader in) {
            in.expectStruct();
            int outer = in.beginStruct();
            while (in.nextField()) {
                switch (in.fieldId()) {
                    case 1 -> entries = in.readInt();
                    case 4 -> encoding = in.readInt();
                    case 5 -> definitionBytes = in.readInt();
                    case 6 -> repetitionBytes = in.readInt();
                    case 7 -> isCompressed = in.readBoolean();
                    default -> in.skip();
                }
            }
            in.endStruct(outer);
        }
    }
}
