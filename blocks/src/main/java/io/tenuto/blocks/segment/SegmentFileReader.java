package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.SourceFacts;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reads the directory of a segment file: arguments are evaluated from left to right, which is the order of the
/// document. Used by one thread.
///
/// Source: docs/formats/live-segment.md
final class SegmentFileReader {
    /// What a file holds.
    static final int SEGMENT = 0;

    static final int RECORDS = 1;

    private final SegmentBytes file;
    private final int pageRows;
    /// Little-endian.
    private final ByteBuffer directory;

    SegmentFileReader(SegmentBytes file, int pageRows, ByteBuffer directory) {
        this.file = file;
        this.pageRows = pageRows;
        this.directory = directory;
    }

    /// @throws SegmentDamagedException if the directory contradicts itself or the file
    StoredParts readSegment() {
        return read(SEGMENT, this::parts);
    }

    /// The bytes of a file of records.
    ///
    /// @throws SegmentDamagedException if the directory contradicts itself or the file
    StoredArray readRecords() {
        return read(RECORDS, () -> {
            text();
            directory.getInt();
            directory.getLong();
            directory.getLong();
            return array();
        });
    }

    private <T> T read(int kind, Supplier<T> content) {
        try {
            int found = directory.getInt();
            file.require(found == kind, "it holds " + found + ", not " + kind);
            T parts = content.get();
            file.require(!directory.hasRemaining(), "the directory has " + directory.remaining() + " bytes too many");
            return parts;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw file.damage("the directory ends early: " + e);
        }
    }

    private StoredParts parts() {
        String log = text();
        int partition = directory.getInt();
        String tenant = text();
        var range = new StoredParts.LogRange(log, partition, tenant, directory.getLong(), directory.getLong());
        SourceFacts facts = facts();
        NumberRange durationRange = range();
        StoredParts.Spans spans = spans();
        return new StoredParts(
                range,
                facts,
                durationRange,
                spans,
                columns(),
                shapes(),
                new StoredParts.Children(array(), array(), dictionary(), array(), columns(), shapes(), column()),
                new StoredParts.Links(array(), array(), array(), array(), columns(), shapes(), column()),
                dictionary(),
                dictionary(),
                traces(),
                array(),
                array());
    }

    private SourceFacts facts() {
        int rows = directory.getInt();
        int traces = directory.getInt();
        return Segment.facts("live", rows, traces, directory.getLong(), directory.getLong(), directory.getLong());
    }

    private NumberRange range() {
        return new NumberRange(directory.getDouble(), directory.getDouble());
    }

    private StoredParts.Spans spans() {
        return new StoredParts.Spans(
                array(),
                array(),
                array(),
                array(),
                array(),
                array(),
                array(),
                dictionary(),
                array(),
                array(),
                array(),
                array(),
                array(),
                array(),
                array(),
                array(),
                column(),
                column(),
                column());
    }

    private StoredParts.Traces traces() {
        return new StoredParts.Traces(
                array(), array(), array(), array(), array(), array(), array(), array(), array(), array(), array(),
                array(), array());
    }

    private String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        int length = directory.getInt();
        file.require(
                length >= 0 && length <= directory.remaining(), "the directory has a text of " + length + " bytes");
        byte[] bytes = new byte[length];
        directory.get(bytes);
        return bytes;
    }

    private StoredArray array() {
        int width = directory.getInt();
        long position = directory.getLong();
        int count = directory.getInt();
        boolean isThere = (width == 1 || width == 4 || width == 8)
                && count >= 0
                && position >= 0
                && position + (long) count * width <= file.size();
        file.require(isThere, "an array of %d × %d bytes at %d".formatted(count, width, position));
        int pageEntries = StoredArray.entriesOfPage(pageRows, width);
        int pages = (int) (((long) count + pageEntries - 1) / pageEntries);
        file.require(pages <= directory.remaining() / Integer.BYTES, "the directory lacks checksums");
        int[] checksums = new int[pages];
        for (int i = 0; i < pages; i++) checksums[i] = directory.getInt();
        return new StoredArray(file, width, position, count, pageEntries, checksums);
    }

    private StoredArray noArray() {
        return new StoredArray(file, Long.BYTES, 0, 0, pageRows, new int[0]);
    }

    private StoredDictionary dictionary() {
        StoredArray starts = array();
        return new StoredDictionary(starts, array(), starts.count() - 1);
    }

    private List<StoredColumn> columns() {
        int count = directory.getInt();
        file.require(count >= 0 && count <= directory.remaining(), "the directory has " + count + " columns");
        var columns = new ArrayList<StoredColumn>(count);
        for (int i = 0; i < count; i++) columns.add(column());
        return columns;
    }

    private StoredColumn column() {
        int code = directory.getInt();
        file.require(code >= 0 && code < ColumnType.ALL.length, "a column has type " + code);
        ColumnType type = ColumnType.ALL[code];
        ByteSlice key = ByteSlice.of(bytes());
        StoredArray rows = array();
        StoredArray numbers = noArray();
        StoredArray ids = noArray();
        var dictionary = new StoredDictionary(noArray(), noArray(), 0);
        StoredArray filter = noArray();
        StoredArray distinct = noArray();
        NumberRange range = NumberRange.ALL;
        switch (type) {
            case STRING, ODD -> {
                ids = array();
                dictionary = dictionary();
                if (type == ColumnType.STRING) filter = array();
            }
            case INT, DOUBLE, BOOLEAN -> {
                numbers = array();
                range = range();
                distinct = array();
            }
            case NONE -> {}
        }
        return new StoredColumn(key.toUtf8(), key, type, rows, numbers, ids, dictionary, range, filter, distinct);
    }

    private StoredParts.StoredShapes shapes() {
        return new StoredParts.StoredShapes(array(), array());
    }
}
