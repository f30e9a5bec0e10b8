package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes rows of a segment as OTLP again: what came in comes out. Used by one thread.
final class SegmentOtlpWriter {
    private final SegmentData data;
    private final ProtoWriter out = new ProtoWriter(4096);
    private final byte[] id = new byte[16];

    SegmentOtlpWriter(SegmentData data) {
        this.data = data;
    }

    /// `TracesData` of the rows, in their order within each resource and scope, which come in order of appearance.
    ByteSlice write(int[] rows) {
        out.clear();
        var groups = new LinkedHashMap<Integer, Map<Integer, int[]>>();
        for (int row : rows) {
            int resource = IntColumn.at(data.resourceIds(), row);
            int scope = IntColumn.at(data.scopeIds(), row);
            groups.computeIfAbsent(resource, key -> new LinkedHashMap<>())
                    .merge(scope, new int[] {row}, SegmentOtlpWriter::appended);
        }
        groups.forEach(this::writeResource);
        return out.toSlice();
    }

    private static int[] appended(int[] rows, int[] one) {
        int[] more = Arrays.copyOf(rows, rows.length + 1);
        more[rows.length] = one[0];
        return more;
    }

    private void writeResource(int resource, Map<Integer, int[]> scopes) {
        int mark = out.begin(OtlpFields.RESOURCE_SPANS);
        out.bytes(OtlpFields.RESOURCE_SPANS_RESOURCE, data.resources().message(resource));
        scopes.forEach(this::writeScope);
        out.bytesIfSet(OtlpFields.RESOURCE_SPANS_SCHEMA_URL, data.resources().schemaUrl(resource));
        out.end(mark);
    }

    private void writeScope(int scope, int[] rows) {
        int mark = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
        out.bytes(OtlpFields.SCOPE_SPANS_SCOPE, data.scopes().message(scope));
        for (int row : rows) writeSpan(row);
        out.bytesIfSet(OtlpFields.SCOPE_SPANS_SCHEMA_URL, data.scopes().schemaUrl(scope));
        out.end(mark);
    }

    private void writeSpan(int row) {
        int mark = out.begin(OtlpFields.SCOPE_SPANS_SPANS);
        int trace = IntColumn.at(data.traceOrdinals(), row);
        writeTraceId(
                OtlpFields.SPAN_TRACE_ID,
                data.traces().high()[trace],
                data.traces().low()[trace]);
        writeSpanId(OtlpFields.SPAN_ID, data.spanIds()[row]);
        writeText(OtlpFields.SPAN_TRACE_STATE, data.traceStates(), row);
        if (data.parentIds()[row] != 0) writeSpanId(OtlpFields.SPAN_PARENT_ID, data.parentIds()[row]);
        out.bytesIfSet(OtlpFields.SPAN_NAME, data.names().value(IntColumn.at(data.nameIds(), row)));
        out.varintIfSet(OtlpFields.SPAN_KIND, IntColumn.at(data.kinds(), row));
        out.fixed64IfSet(OtlpFields.SPAN_START, data.starts()[row]);
        out.fixed64IfSet(OtlpFields.SPAN_END, data.starts()[row] + data.durations()[row]);
        int shape = IntColumn.at(data.shapeIds(), row);
        writeAttributes(OtlpFields.SPAN_ATTRIBUTES, data.attributes(), data.shapes(), shape, row);
        for (int event = data.firstEvent(row); event < data.eventEnd(row); event++) writeEvent(event, row);
        for (int link = data.firstLink(row); link < data.linkEnd(row); link++) writeLink(link);
        writeStatus(row);
        int flags = IntColumn.at(data.flags(), row);
        if (flags != 0) out.fixed32(OtlpFields.SPAN_FLAGS, flags);
        // Identifiers of unusual length come last: of a field given twice the last one counts.
        writeExtra(data.extras(), row);
        out.end(mark);
    }

    private void writeEvent(int event, int row) {
        SegmentData.Children events = data.events();
        int mark = out.begin(OtlpFields.SPAN_EVENTS);
        out.fixed64IfSet(OtlpFields.EVENT_TIME, events.timesSinceStart()[event] + data.starts()[row]);
        out.bytesIfSet(OtlpFields.EVENT_NAME, events.names().value(IntColumn.at(events.nameIds(), event)));
        int shape = IntColumn.at(events.shapeIds(), event);
        writeAttributes(OtlpFields.EVENT_ATTRIBUTES, events.attributes(), events.shapes(), shape, event);
        writeExtra(events.extras(), event);
        out.end(mark);
    }

    private void writeLink(int link) {
        SegmentData.Links links = data.links();
        int mark = out.begin(OtlpFields.SPAN_LINKS);
        writeTraceId(OtlpFields.LINK_TRACE_ID, links.traceHigh()[link], links.traceLow()[link]);
        writeSpanId(OtlpFields.LINK_SPAN_ID, links.spanIds()[link]);
        int shape = IntColumn.at(links.shapeIds(), link);
        writeAttributes(OtlpFields.LINK_ATTRIBUTES, links.attributes(), links.shapes(), shape, link);
        writeExtra(links.extras(), link);
        out.end(mark);
    }

    private void writeStatus(int row) {
        int status = IntColumn.at(data.statuses(), row);
        if ((status & SegmentData.HAS_STATUS) == 0) return;
        int mark = out.begin(OtlpFields.SPAN_STATUS);
        writeText(OtlpFields.STATUS_MESSAGE, data.statusMessages(), row);
        out.varintIfSet(OtlpFields.STATUS_CODE, status & (SegmentData.HAS_STATUS - 1));
        out.end(mark);
    }

    private void writeAttributes(int field, List<SparseColumn> columns, Shapes shapes, int shape, int row) {
        for (int i = 0; i < shapes.length(shape); i++) {
            int index = shapes.column(shape, i);
            int earlier = 0;
            for (int k = 0; k < i; k++) if (shapes.column(shape, k) == index) earlier++;
            writeAttribute(field, columns.get(index), row, earlier);
        }
    }

    private void writeAttribute(int field, SparseColumn column, int row, int earlier) {
        int at = column.firstFrom(row) + earlier;
        int mark = out.begin(field);
        out.bytesIfSet(OtlpFields.KEY, column.key());
        if (column.type() == ColumnType.NONE) {
            out.end(mark);
            return;
        }
        if (column.type() == ColumnType.ODD) {
            out.bytes(OtlpFields.VALUE, column.dictionary().value(column.ids()[at]));
        } else {
            int value = out.begin(OtlpFields.VALUE);
            switch (column.type()) {
                case STRING ->
                    out.bytes(OtlpFields.VALUE_STRING, column.dictionary().value(column.ids()[at]));
                case INT -> out.varint(OtlpFields.VALUE_INT, column.numbers()[at]);
                case BOOLEAN -> out.bool(OtlpFields.VALUE_BOOL, column.numbers()[at] != 0);
                case DOUBLE -> out.fixed64(OtlpFields.VALUE_DOUBLE, column.numbers()[at]);
                case ODD, NONE -> throw new IllegalStateException("handled above");
            }
            out.end(value);
        }
        out.end(mark);
    }

    private void writeText(int field, SparseColumn column, int row) {
        int at = column.firstFrom(row);
        if (at < column.count() && column.rows()[at] == row) {
            out.bytesIfSet(field, column.dictionary().value(column.ids()[at]));
        }
    }

    private void writeExtra(SparseColumn extras, int row) {
        int at = extras.firstFrom(row);
        if (at < extras.count() && extras.rows()[at] == row)
            out.raw(extras.dictionary().value(extras.ids()[at]));
    }

    private void writeTraceId(int field, long high, long low) {
        Ids.write(high, id, 0);
        Ids.write(low, id, 8);
        out.bytes(field, id, 0, 16);
    }

    private void writeSpanId(int field, long value) {
        Ids.write(value, id, 0);
        out.bytes(field, id, 0, 8);
    }
}
