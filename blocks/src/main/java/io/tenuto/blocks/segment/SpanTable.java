package io.tenuto.blocks.segment;

import io.tenuto.base.ByteHash;
import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.concurrent.atomic.AtomicLong;

/// Grows the spans of a segment. Appended by one thread.
final class SpanTable {
    private final IntColumn traceOrdinals = new IntColumn();
    private final LongColumn spanIds = new LongColumn();
    private final LongColumn parentIds = new LongColumn();
    private final LongColumn starts = new LongColumn();
    private final LongColumn durations = new LongColumn();
    private final IntColumn contentHashes = new IntColumn();
    private final IntColumn nameIds = new IntColumn();
    private final StringTable names = new StringTable(true);
    private final IntColumn kinds = new IntColumn();
    private final IntColumn statuses = new IntColumn();
    private final IntColumn flags = new IntColumn();
    private final IntColumn shapeIds = new IntColumn();
    private final IntColumn resourceIds = new IntColumn();
    private final IntColumn scopeIds = new IntColumn();
    private final ColumnSet attributes;
    private final ColumnBuilder statusMessages = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.STRING);
    private final ColumnBuilder traceStates = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.STRING);
    private final ColumnBuilder extras = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.ODD);
    private final IntColumn eventEnds = new IntColumn();
    private final EventTable events;
    private final IntColumn linkEnds = new IntColumn();
    private final LinkTable links;
    private final TraceIndex traces = new TraceIndex();
    private final TwinTable twins = new TwinTable();
    private final ProtoReader status = new ProtoReader();
    private final ProtoWriter extra = new ProtoWriter(64);
    private int rowCount;

    // The span being read.
    private long traceHigh;
    private long traceLow;
    private long spanId;
    private long parentId;
    private long start;
    private long end;
    private int name;
    private int kind;
    private int statusCode;
    private int flagBits;

    /// Where a span stands.
    ///
    /// @param hash of resource and scope
    record Place(int resource, int scope, int service, long hash) {}

    /// @param learnedBytes takes the bytes that questions to its columns make
    SpanTable(AtomicLong learnedBytes) {
        this.attributes = new ColumnSet(learnedBytes);
        this.events = new EventTable(learnedBytes);
        this.links = new LinkTable(learnedBytes);
    }

    int rowCount() {
        return rowCount;
    }

    /// Adds the span that `reader` is set to, unless it is there already.
    void add(ProtoReader reader, Place place) {
        byte[] bytes = reader.array();
        int from = reader.position();
        int to = reader.end();
        long hash = ByteHash.hash64(bytes, from, to, place.hash());
        int row = rowCount;
        if (!twins.add(hash)) return;
        readPlainFields(reader, row);
        attributes.beginEntry();
        boolean saysChildOf = false;
        reader.reset(bytes, from, to);
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.SPAN_ATTRIBUTES -> {
                    reader.readBytes();
                    attributes.add(row, reader);
                }
                case OtlpFields.SPAN_EVENTS -> {
                    reader.readBytes();
                    events.add(reader, start);
                }
                case OtlpFields.SPAN_LINKS -> {
                    reader.readBytes();
                    saysChildOf |= links.add(reader, traceHigh, traceLow);
                }
                default -> reader.skip();
            }
        }
        finish(row, place, hash, saysChildOf);
    }

    private void finish(int row, Place place, long hash, boolean saysChildOf) {
        int trace = traces.ordinal(traceHigh, traceLow);
        traceOrdinals.set(row, trace);
        spanIds.add(spanId);
        parentIds.add(parentId);
        starts.add(start);
        durations.add(end - start);
        contentHashes.set(row, ContentHash.shortened(hash));
        nameIds.set(row, name);
        kinds.set(row, kind);
        statuses.set(row, statusCode);
        flags.set(row, flagBits);
        shapeIds.set(row, attributes.endEntry());
        resourceIds.set(row, place.resource());
        scopeIds.set(row, place.scope());
        eventEnds.set(row, events.count());
        linkEnds.set(row, links.count());
        if (extra.size() > 0) {
            ByteSlice rest = extra.view();
            extras.addBytes(row, rest.array(), 0, rest.length());
        }
        traces.addRow(trace, row, start, end, parentId == 0 && !saysChildOf);
        traces.countService(trace, place.service(), (statusCode & ~SegmentData.HAS_STATUS) == 2);
        rowCount++;
    }

    private void readPlainFields(ProtoReader reader, int row) {
        traceHigh = traceLow = spanId = parentId = start = end = 0;
        name = -1;
        kind = statusCode = flagBits = 0;
        extra.clear();
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.SPAN_TRACE_ID -> {
                    reader.readBytes();
                    traceHigh = Ids.readHigh(reader);
                    traceLow = Ids.readLow(reader);
                    if (reader.valueLength() != 16) keep(reader);
                }
                case OtlpFields.SPAN_ID -> {
                    reader.readBytes();
                    spanId = Ids.read(reader);
                    if (reader.valueLength() != 8) keep(reader);
                }
                case OtlpFields.SPAN_PARENT_ID -> {
                    reader.readBytes();
                    parentId = Ids.read(reader);
                    boolean plain = reader.valueLength() == 0 || reader.valueLength() == 8 && parentId != 0;
                    if (!plain) keep(reader);
                }
                case OtlpFields.SPAN_NAME -> {
                    reader.readBytes();
                    name = names.intern(reader.array(), reader.valueStart(), reader.valueEnd());
                }
                case OtlpFields.SPAN_KIND -> kind = (int) reader.readVarint();
                case OtlpFields.SPAN_START -> start = reader.readFixed64();
                case OtlpFields.SPAN_END -> end = reader.readFixed64();
                case OtlpFields.SPAN_STATUS -> readStatus(reader, row);
                case OtlpFields.SPAN_FLAGS -> flagBits = reader.readFixed32();
                case OtlpFields.SPAN_TRACE_STATE -> {
                    reader.readBytes();
                    traceStates.addBytes(row, reader.array(), reader.valueStart(), reader.valueEnd());
                }
                case OtlpFields.SPAN_ATTRIBUTES, OtlpFields.SPAN_EVENTS, OtlpFields.SPAN_LINKS -> reader.skip();
                default -> {
                    reader.skip();
                    keep(reader);
                }
            }
        }
        if (name < 0) name = names.intern(ByteSlice.EMPTY);
    }

    private void readStatus(ProtoReader reader, int row) {
        reader.readBytes();
        status.resetToValueOf(reader);
        statusCode = SegmentData.HAS_STATUS;
        while (status.next()) {
            if (status.field() == OtlpFields.STATUS_CODE) {
                statusCode = SegmentData.HAS_STATUS | (int) status.readVarint() & (SegmentData.HAS_STATUS - 1);
            } else if (status.field() == OtlpFields.STATUS_MESSAGE) {
                status.readBytes();
                statusMessages.addBytes(row, status.array(), status.valueStart(), status.valueEnd());
            } else {
                status.skip();
            }
        }
    }

    /// Keeps the present field as it came, for the way out.
    private void keep(ProtoReader reader) {
        extra.raw(reader.array(), reader.tagStart(), reader.position() - reader.tagStart());
    }

    /// Lets go of what only [#add] needs, which must not be called any more.
    void endAppending() {
        twins.forget();
    }

    SegmentData view(EntryTable resources, EntryTable scopes) {
        return new SegmentData(
                rowCount,
                traceOrdinals.view(),
                spanIds.view(),
                parentIds.view(),
                starts.view(),
                durations.view(),
                contentHashes.view(),
                nameIds.view(),
                names.dictionary(),
                kinds.view(),
                statuses.view(),
                flags.view(),
                shapeIds.view(),
                resourceIds.view(),
                scopeIds.view(),
                attributes.view(),
                attributes.shapes(),
                statusMessages.view(),
                traceStates.view(),
                extras.view(),
                eventEnds.view(),
                events.view(),
                linkEnds.view(),
                links.view(),
                resources.view(),
                resources.names(),
                scopes.view(),
                scopes.names(),
                traces.view());
    }

    long memoryBytes() {
        long fixed = spanIds.memoryBytes() * 5 + traceOrdinals.memoryBytes() * 2 + kinds.memoryBytes() * 2;
        long more = flags.memoryBytes()
                + shapeIds.memoryBytes()
                + resourceIds.memoryBytes()
                + scopeIds.memoryBytes()
                + eventEnds.memoryBytes()
                + linkEnds.memoryBytes()
                + names.memoryBytes();
        long columns = attributes.memoryBytes()
                + statusMessages.memoryBytes()
                + traceStates.memoryBytes()
                + extras.memoryBytes();
        return fixed
                + more
                + columns
                + events.memoryBytes()
                + links.memoryBytes()
                + traces.memoryBytes()
                + twins.memoryBytes();
    }
}
