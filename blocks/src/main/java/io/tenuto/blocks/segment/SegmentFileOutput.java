package io.tenuto.blocks.segment;

import io.tenuto.base.disk.DiskFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Writes the arrays of a segment file one behind the other and notes in its directory where each lies. Used by one
/// thread.
///
/// Source: docs/formats/live-segment.md
final class SegmentFileOutput {
    /// One write for many small arrays.
    private static final int BUFFER_BYTES = 1 << 20;

    private final DiskFile file;
    private final int pageRows;
    private final ByteBuffer page;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final CRC32C crc = new CRC32C();
    private long position;

    SegmentFileOutput(DiskFile file, int pageRows) {
        this.file = file;
        this.pageRows = pageRows;
        this.page = ByteBuffer.allocate(pageRows * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Up to `count` entries; those behind the array's end are 0 and are not written.
    void ints(int[] values, int count) throws IOException {
        int present = Math.min(count, values.length);
        beginArray(Integer.BYTES, present);
        for (int from = 0; from < present; from += pageRows) {
            int entries = Math.min(pageRows, present - from);
            page.clear();
            page.asIntBuffer().put(values, from, entries);
            endPage(entries * Integer.BYTES);
        }
    }

    void longs(long[] values, int count) throws IOException {
        int present = Math.min(count, values.length);
        beginArray(Long.BYTES, present);
        for (int from = 0; from < present; from += pageRows) {
            int entries = Math.min(pageRows, present - from);
            page.clear();
            page.asLongBuffer().put(values, from, entries);
            endPage(entries * Long.BYTES);
        }
    }

    void bytes(byte[] values, int count) throws IOException {
        beginArray(Byte.BYTES, count);
        int pageBytes = StoredArray.entriesOfPage(pageRows, Byte.BYTES);
        for (int from = 0; from < count; from += pageBytes) {
            int entries = Math.min(pageBytes, count - from);
            page.clear();
            page.put(values, from, entries);
            endPage(entries);
        }
    }

    private void beginArray(int width, int count) throws IOException {
        // Numbers lie where a processor likes to find them.
        while (position % Long.BYTES != 0) raw(new byte[(int) (Long.BYTES - position % Long.BYTES)]);
        number(width);
        wide(position);
        number(count);
    }

    private void endPage(int length) throws IOException {
        crc.reset();
        crc.update(page.array(), 0, length);
        number((int) crc.getValue());
        write(page.array(), length);
    }

    /// Bytes that no directory entry tells of.
    void raw(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        if (buffer.remaining() < length) flush();
        if (buffer.remaining() < length) file.append(ByteBuffer.wrap(bytes, 0, length));
        else buffer.put(bytes, 0, length);
        position += length;
    }

    private void flush() throws IOException {
        buffer.flip();
        if (buffer.hasRemaining()) file.append(buffer);
        buffer.clear();
    }

    /// A number of 32 bits in the directory.
    void number(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) directory.write(value >>> shift);
    }

    /// A number of 64 bits in the directory.
    void wide(long value) {
        number((int) value);
        number((int) (value >>> Integer.SIZE));
    }

    void text(String text) {
        text(text.getBytes(StandardCharsets.UTF_8));
    }

    void text(byte[] bytes) {
        number(bytes.length);
        directory.write(bytes, 0, bytes.length);
    }

    /// Writes the directory and how it is found.
    void finish(byte[] magic) throws IOException {
        byte[] bytes = directory.toByteArray();
        crc.reset();
        crc.update(bytes, 0, bytes.length);
        ByteBuffer trailer = ByteBuffer.allocate(LiveFile.TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        trailer.putLong(position)
                .putInt(bytes.length)
                .putInt((int) crc.getValue())
                .put(magic);
        raw(bytes);
        raw(trailer.array());
        flush();
    }
}
