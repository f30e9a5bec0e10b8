package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import java.util.List;
import java.util.Map;

/// What a file says of itself: its schema and where everything lies. Immutable; parse once and keep.
public record FileFooter(Schema schema, long rowCount, List<RowGroup> rowGroups, Map<String, String> keyValues) {
    static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;
    static final int TAIL_BYTES = 8;

    // One read covers the footers of nearly all files of some hundred columns and a few row groups.
    private static final int PREFETCH_BYTES = 64 << 10;

    public FileFooter {
        rowGroups = List.copyOf(rowGroups);
        keyValues = Map.copyOf(keyValues);
    }

    public static FileFooter read(RangeReader file, DecodeLimits limits) {
        long size = file.sizeBytes();
        Check.data(size >= TAIL_BYTES + 4, "a Parquet file of %s bytes", size);
        int prefetch = (int) Math.min(size, PREFETCH_BYTES);
        ByteSlice tail = file.read(size - prefetch, prefetch);
        int length = intAt(tail, prefetch - TAIL_BYTES);
        Check.data(intAt(tail, prefetch - 4) == MAGIC, "the file does not end like a Parquet file");
        Check.data(
                length > 0 && length <= size - TAIL_BYTES - 4 && length <= limits.footerBytesMax(),
                "footer of %s bytes in a file of %s",
                length,
                size);
        ByteSlice footer = length <= prefetch - TAIL_BYTES
                ? tail.slice(prefetch - TAIL_BYTES - length, prefetch - TAIL_BYTES)
                : file.read(size - TAIL_BYTES - length, length);
        return FooterDecoder.decode(footer, size - TAIL_BYTES - length);
    }

    private static int intAt(ByteSlice bytes, int at) {
        return (bytes.at(at) & 0xFF)
                | (bytes.at(at + 1) & 0xFF) << 8
                | (bytes.at(at + 2) & 0xFF) << 16
                | (bytes.at(at + 3) & 0xFF) << 24;
    }
}
