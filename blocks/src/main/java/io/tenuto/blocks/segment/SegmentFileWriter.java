package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.SourceFacts;
import java.io.IOException;
import java.util.List;

/// Writes a sealed segment in the order of docs/formats/live-segment.md. Used by one thread.
final class SegmentFileWriter {

    private final SegmentFileOutput out;
    private final SegmentData data;

    SegmentFileWriter(SegmentFileOutput out, SegmentData data) {
        this.out = out;
        this.data = data;
    }

    void write(SourceFacts facts, LogStretch stretch) throws IOException {
        head(facts, stretch);
        spans();
        column(data.statusMessages(), false);
        column(data.traceStates(), false);
        column(data.extras(), false);
        columns(data.attributes());
        shapes(data.shapes());
        events();
        links();
        dictionary(data.resources().raw());
        dictionary(data.scopes().raw());
        traces(data.traces());
        out.longs(stretch.offsets(), stretch.count());
        out.ints(stretch.firstRows(), stretch.count());
    }

    private void head(SourceFacts facts, LogStretch stretch) {
        out.number(SegmentFileReader.SEGMENT);
        out.text(stretch.log());
        out.number(stretch.partition());
        out.text(stretch.tenant());
        out.wide(stretch.firstOffset());
        out.wide(stretch.lastOffset());
        out.number(facts.rowCount());
        out.number(facts.traceCount());
        out.wide(facts.minStartUnixNanos());
        out.wide(facts.maxEndUnixNanos());
        out.wide(facts.maxTraceStartUnixNanos());
        range(NumberRange.of(data.durations(), data.rowCount()));
    }

    private void range(NumberRange range) {
        out.wide(Double.doubleToRawLongBits(range.min()));
        out.wide(Double.doubleToRawLongBits(range.max()));
    }

    private void spans() throws IOException {
        int rows = data.rowCount();
        out.ints(data.traceOrdinals(), rows);
        out.longs(data.spanIds(), rows);
        out.longs(data.parentIds(), rows);
        out.longs(data.starts(), rows);
        out.longs(data.durations(), rows);
        out.ints(data.contentHashes(), rows);
        out.ints(data.nameIds(), rows);
        dictionary(data.names());
        out.ints(data.kinds(), rows);
        out.ints(data.statuses(), rows);
        out.ints(data.flags(), rows);
        out.ints(data.shapeIds(), rows);
        out.ints(data.resourceIds(), rows);
        out.ints(data.scopeIds(), rows);
        out.ints(data.eventEnds(), rows);
        out.ints(data.linkEnds(), rows);
    }

    private void dictionary(Dictionary dictionary) throws IOException {
        out.ints(dictionary.starts(), dictionary.size() + 1);
        out.bytes(dictionary.heap(), dictionary.starts()[dictionary.size()]);
    }

    private void columns(List<SparseColumn> columns) throws IOException {
        out.number(columns.size());
        for (SparseColumn column : columns) column(column, true);
    }

    /// @param isAttribute whether it is asked for texts: then with a filter
    private void column(SparseColumn column, boolean isAttribute) throws IOException {
        out.number(column.type().ordinal());
        out.text(column.key().toByteArray());
        out.ints(column.rows(), column.count());
        switch (column.type()) {
            case STRING, ODD -> {
                out.ints(column.ids(), column.count());
                dictionary(column.dictionary());
                if (column.type() == ColumnType.STRING) filter(column.dictionary(), isAttribute);
            }
            case INT, DOUBLE, BOOLEAN -> {
                out.longs(column.numbers(), column.count());
                range(column.known().range());
                distinct(column);
            }
            case NONE -> {}
        }
    }

    /// The distinct numbers, none if they are too many.
    private void distinct(SparseColumn column) throws IOException {
        long[] numbers = column.distinctNumbers().orElse(new long[0]);
        out.longs(numbers, numbers.length);
    }

    /// None where comparing takes little.
    private void filter(Dictionary texts, boolean isAttribute) throws IOException {
        boolean isWanted = isAttribute && texts.size() > TextFilter.COMPARED_MAX;
        ByteSlice bits = isWanted ? TextFilter.of(texts).bits() : ByteSlice.EMPTY;
        out.bytes(bits.toByteArray(), bits.length());
    }

    private void shapes(Shapes shapes) throws IOException {
        out.ints(shapes.starts(), shapes.size() + 1);
        out.ints(shapes.heap(), shapes.starts()[shapes.size()]);
    }

    private void events() throws IOException {
        SegmentData.Children events = data.events();
        out.longs(events.timesSinceStart(), events.count());
        out.ints(events.nameIds(), events.count());
        dictionary(events.names());
        out.ints(events.shapeIds(), events.count());
        columns(events.attributes());
        shapes(events.shapes());
        column(events.extras(), false);
    }

    private void links() throws IOException {
        SegmentData.Links links = data.links();
        out.longs(links.traceHigh(), links.count());
        out.longs(links.traceLow(), links.count());
        out.longs(links.spanIds(), links.count());
        out.ints(links.shapeIds(), links.count());
        columns(links.attributes());
        shapes(links.shapes());
        column(links.extras(), false);
    }

    private void traces(TraceFacts traces) throws IOException {
        int count = traces.count();
        out.longs(traces.high(), count);
        out.longs(traces.low(), count);
        out.longs(traces.start(), count);
        out.longs(traces.end(), count);
        out.ints(traces.rootRow(), count);
        out.ints(traces.errorCount(), count);
        rowsOfTraces(traces);
        servicesOfTraces(traces);
        int[] slots = TraceIndex.lookupTable(traces.high(), traces.low(), count);
        out.ints(slots, slots.length);
    }

    /// The rows of a trace, which are linked in memory, follow each other here.
    private void rowsOfTraces(TraceFacts traces) throws IOException {
        int[] ends = new int[traces.count()];
        int[] rows = new int[data.rowCount()];
        int at = 0;
        for (int trace = 0; trace < ends.length; trace++) {
            int row = traces.headRow()[trace];
            for (int i = 0; i < traces.spanCount()[trace]; i++) {
                rows[at++] = row;
                row = traces.nextRow()[row];
            }
            ends[trace] = at;
        }
        out.ints(ends, ends.length);
        out.ints(rows, at);
    }

    private void servicesOfTraces(TraceFacts traces) throws IOException {
        TraceServices services = traces.services();
        int[] ends = new int[traces.count()];
        int all = services.service().length;
        int[] ids = new int[all];
        int[] spans = new int[all];
        int[] errors = new int[all];
        int at = 0;
        for (int trace = 0; trace < ends.length; trace++) {
            for (int entry = services.first()[trace]; entry >= 0; entry = services.next()[entry]) {
                ids[at] = services.service()[entry];
                spans[at] = services.spans()[entry];
                errors[at++] = services.errors()[entry];
            }
            ends[trace] = at;
        }
        out.ints(ends, ends.length);
        out.ints(ids, at);
        out.ints(spans, at);
        out.ints(errors, at);
    }
}
