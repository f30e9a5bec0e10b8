package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.blocks.segment.ColumnBuilder;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.blocks.segment.TraceFacts;
import io.tenuto.blocks.segment.TraceServices;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns one row group into a segment: one row for each span, in the order of the file. Used once.
final class GroupSegment {
    private static final String SPANS = "rs.ss.Spans";
    private static final String EVENTS = SPANS + ".Events";
    private static final String LINKS = SPANS + ".Links";
    private static final int SPAN_LEVEL = 3;
    private static final ByteSlice CHILD_OF = ByteSlice.utf8("child_of");

    private final GroupReader group;
    private final List<DedicatedColumn> dedicated;
    private final ProtoWriter extra = new ProtoWriter(64);
    private final List<Odd> oddFields = new ArrayList<>();
    private int rows;
    private int[] traces = new int[16];
    private int[] resources = new int[16];
    private int[] scopes = new int[16];
    private int resourceCount;
    private int scopeCount;
    private final ColumnBuilder extras = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.ODD);

    private record Odd(WholeColumn column, int field, int length) {}

    private GroupSegment(GroupReader group, List<DedicatedColumn> dedicated) {
        this.group = group;
        this.dedicated = dedicated;
    }

    static Segment read(GroupReader group, List<DedicatedColumn> dedicated, String name) {
        return new Segment(name, new GroupSegment(group, dedicated).read());
    }

    private List<DedicatedColumn> dedicated(String scope) {
        return dedicated.stream().filter(column -> column.scope().equals(scope)).toList();
    }

    private SegmentData read() {
        WholeColumn spanIds = group.column(SPANS + ".SpanID");
        walk(spanIds);
        EntryReader.Result resource = EntryReader.resources(group, resourceCount, dedicated("resource"));
        EntryReader.Result scope = EntryReader.scopes(group, scopeCount);
        for (int i = 0; i < rows; i++) {
            resources[i] = resource.ids()[resources[i]];
            scopes[i] = scope.ids()[scopes[i]];
        }
        long[] ids = identifiers(spanIds, OtlpFields.SPAN_ID, 8);
        long[] parents = identifiers(required("ParentSpanID"), OtlpFields.SPAN_PARENT_ID, 8);
        long[] starts = required("StartTimeUnixNano").longs();
        long[] durations = required("DurationNano").longs();
        WholeColumn names = required("Name");
        int[] statuses = statuses();
        var attributes = new AttributeTable();
        int[] shapes = shapes(new AttributeList(group, SPANS, SPAN_LEVEL, rows, dedicated("span")), attributes, rows);
        int[] eventEnds = ends(group.column(EVENTS + ".TimeSinceStartNano"));
        int[] linkEnds = ends(group.column(LINKS + ".SpanID"));
        SegmentData.Children events = events(rows == 0 ? 0 : eventEnds[rows - 1]);
        SegmentData.Links links = links(rows == 0 ? 0 : linkEnds[rows - 1]);
        readExtras();
        return new SegmentData(
                rows,
                traces,
                ids,
                parents,
                starts,
                durations,
                new int[0],
                names.ids(),
                names.texts(),
                ints(required("Kind")),
                statuses,
                new int[0],
                shapes,
                resources,
                scopes,
                attributes.columns(),
                attributes.shapes(),
                text("StatusMessage"),
                text("TraceState"),
                extras.view(),
                eventEnds,
                events,
                linkEnds,
                links,
                resource.entries().entries(),
                resource.entries().names(),
                scope.entries().entries(),
                scope.entries().names(),
                facts(
                        new Spans(parents, starts, durations, statuses),
                        childOf(links, linkEnds),
                        resource.entries().entries().serviceIds()));
    }

    /// Finds trace, resource and scope of each span by the levels of one of its columns.
    private void walk(WholeColumn column) {
        int trace = -1;
        int resource = -1;
        int scope = -1;
        for (int i = 0; i < column.entryCount(); i++) {
            int repetition = column.repetition()[i];
            int definition = column.definition()[i];
            if (repetition == 0) trace++;
            if (repetition <= 1 && definition >= 1) resource++;
            if (repetition <= 2 && definition >= 2) scope++;
            if (definition < SPAN_LEVEL) continue;
            if (rows == traces.length) {
                traces = Arrays.copyOf(traces, rows * 2);
                resources = Arrays.copyOf(resources, rows * 2);
                scopes = Arrays.copyOf(scopes, rows * 2);
            }
            Check.data(trace >= 0 && resource >= 0 && scope >= 0, "a span outside of everything");
            traces[rows] = trace;
            resources[rows] = resource;
            scopes[rows++] = scope;
        }
        resourceCount = resource + 1;
        scopeCount = scope + 1;
        Check.data(trace + 1 == group.traceCount(), "a row group of %s traces holds %s", group.traceCount(), trace + 1);
    }

    private WholeColumn required(String name) {
        WholeColumn column = group.column(SPANS + "." + name);
        Check.data(column.count() == rows, "column %s has %s values for %s spans", name, column.count(), rows);
        return column;
    }

    /// Identifiers as numbers. One of unusual length is kept as it came among the extras.
    private long[] identifiers(WholeColumn column, int field, int length) {
        long[] ids = new long[rows];
        Check.data(column.count() == rows, "%s identifiers of %s spans", column.count(), rows);
        for (int i = 0; i < rows; i++) ids[i] = identifier(column, i, 0, 8);
        odd(column, field, length);
        return ids;
    }

    private void odd(WholeColumn column, int field, int length) {
        oddFields.add(new Odd(column, field, length));
    }

    /// Bytes `[end - from - count, end - from)` of an identifier as a number.
    private static long identifier(WholeColumn column, int index, int fromEnd, int count) {
        int id = column.ids()[index];
        int start = column.texts().start(id);
        int end = start + column.texts().length(id) - fromEnd;
        long value = 0;
        for (int i = Math.max(start, end - count); i < end; i++) {
            value = value << 8 | (column.texts().heap()[i] & 0xFF);
        }
        return value;
    }

    private int[] statuses() {
        int[] codes = ints(required("StatusCode"));
        WholeColumn messages = group.column(SPANS + ".StatusMessage");
        for (int i = 0; i < rows; i++) {
            boolean hasMessage = messages.count() == rows && messages.texts().length(messages.ids()[i]) > 0;
            if (codes[i] != 0 || hasMessage) codes[i] |= SegmentData.HAS_STATUS;
        }
        return codes;
    }

    private static int[] ints(WholeColumn column) {
        int[] ints = new int[column.count()];
        for (int i = 0; i < ints.length; i++) ints[i] = (int) column.longs()[i] & (SegmentData.HAS_STATUS - 1);
        return ints;
    }

    private SparseColumn text(String name) {
        WholeColumn column = required(name);
        var builder = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.STRING);
        for (int i = 0; i < rows; i++) {
            int id = column.ids()[i];
            int start = column.texts().start(id);
            int length = column.texts().length(id);
            if (length > 0) builder.addBytes(i, column.texts().heap(), start, start + length);
        }
        return builder.view();
    }

    private static int[] shapes(AttributeList list, AttributeTable table, int count) {
        int[] shapes = new int[count];
        for (int i = 0; i < count; i++) {
            table.begin(i);
            list.visit(i, table);
            shapes[i] = table.end();
        }
        return shapes;
    }

    /// For each span where its children end.
    private int[] ends(WholeColumn column) {
        if (column.entryCount() == 0) return new int[rows];
        int[] starts = AttributeList.childStarts(column, SPAN_LEVEL, SPAN_LEVEL + 1, rows);
        return Arrays.copyOfRange(starts, 1, rows + 1);
    }

    private SegmentData.Children events(int count) {
        var attributes = new AttributeTable();
        var list = new AttributeList(group, EVENTS, SPAN_LEVEL + 1, count, dedicated("event"));
        int[] shapes = shapes(list, attributes, count);
        WholeColumn names = group.column(EVENTS + ".Name", count);
        WholeColumn dropped = group.column(EVENTS + ".DroppedAttributesCount");
        var rest = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.ODD);
        for (int i = 0; i < count; i++) {
            extra.clear();
            dropped(dropped, i, OtlpFields.EVENT_DROPPED_ATTRIBUTES);
            keep(rest, i);
        }
        Dictionary texts = names.texts();
        return new SegmentData.Children(
                count,
                group.column(EVENTS + ".TimeSinceStartNano", count).longs(),
                names.ids(),
                texts,
                shapes,
                attributes.columns(),
                attributes.shapes(),
                rest.view());
    }

    private SegmentData.Links links(int count) {
        var attributes = new AttributeTable();
        int[] shapes = shapes(new AttributeList(group, LINKS, SPAN_LEVEL + 1, count, List.of()), attributes, count);
        WholeColumn traceIds = group.column(LINKS + ".TraceID", count);
        WholeColumn spanIds = group.column(LINKS + ".SpanID", count);
        WholeColumn states = group.column(LINKS + ".TraceState");
        WholeColumn dropped = group.column(LINKS + ".DroppedAttributesCount");
        long[] high = new long[count];
        long[] low = new long[count];
        long[] spans = new long[count];
        var rest = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.ODD);
        for (int i = 0; i < count; i++) {
            high[i] = identifier(traceIds, i, 8, 8);
            low[i] = identifier(traceIds, i, 0, 8);
            spans[i] = identifier(spanIds, i, 0, 8);
            extra.clear();
            oddIdentifier(traceIds, i, OtlpFields.LINK_TRACE_ID, 16);
            oddIdentifier(spanIds, i, OtlpFields.LINK_SPAN_ID, 8);
            if (states.count() == count)
                extra.bytesIfSet(OtlpFields.LINK_TRACE_STATE, states.texts().value(states.ids()[i]));
            dropped(dropped, i, OtlpFields.LINK_DROPPED_ATTRIBUTES);
            keep(rest, i);
        }
        return new SegmentData.Links(
                count, high, low, spans, shapes, attributes.columns(), attributes.shapes(), rest.view());
    }

    private void dropped(WholeColumn column, int index, int field) {
        if (index < column.count()) extra.varintIfSet(field, column.longs()[index] & 0xFFFF_FFFFL);
    }

    private void oddIdentifier(WholeColumn column, int index, int field, int length) {
        ByteSlice id = column.texts().value(column.ids()[index]);
        boolean isUsual = id.length() == length || field == OtlpFields.SPAN_PARENT_ID && id.isEmpty();
        if (!isUsual) extra.bytes(field, id);
    }

    private void keep(ColumnBuilder into, int index) {
        if (extra.size() == 0) return;
        ByteSlice bytes = extra.view();
        into.addBytes(index, bytes.array(), bytes.offset(), bytes.offset() + bytes.length());
    }

    private void readExtras() {
        WholeColumn attributes = group.column(SPANS + ".DroppedAttributesCount");
        WholeColumn events = group.column(SPANS + ".DroppedEventsCount");
        WholeColumn links = group.column(SPANS + ".DroppedLinksCount");
        for (int i = 0; i < rows; i++) {
            extra.clear();
            for (Odd odd : oddFields) oddIdentifier(odd.column(), i, odd.field(), odd.length());
            dropped(attributes, i, OtlpFields.SPAN_DROPPED_ATTRIBUTES);
            dropped(events, i, OtlpFields.SPAN_DROPPED_EVENTS);
            dropped(links, i, OtlpFields.SPAN_DROPPED_LINKS);
            keep(extras, i);
        }
    }

    /// The columns that say which span is a trace's root: the last one without parent.
    private record Spans(long[] parents, long[] starts, long[] durations, int[] statuses) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Which spans say by a link that they are children within their own trace.
    private boolean[] childOf(SegmentData.Links links, int[] linkEnds) {
        boolean[] childOf = new boolean[rows];
        WholeColumn ids = group.column("TraceID");
        for (SparseColumn column : links.attributes()) {
            if (column.type() != ColumnType.STRING || !column.name().equals("opentracing.ref_type")) continue;
            int row = 0;
            for (int i = 0; i < column.count(); i++) {
                if (!column.dictionary().value(column.ids()[i]).equals(CHILD_OF)) continue;
                int link = column.rows()[i];
                while (linkEnds[row] <= link) row++;
                int trace = traces[row];
                childOf[row] |= links.traceHigh()[link] == identifier(ids, trace, 8, 8)
                        && links.traceLow()[link] == identifier(ids, trace, 0, 8);
            }
        }
        return childOf;
    }

    private TraceFacts facts(Spans all, boolean[] childOf, int[] serviceIds) {
        long[] starts = all.starts();
        int[] statuses = all.statuses();
        int count = group.traceCount();
        WholeColumn ids = group.column("TraceID");
        Check.data(ids.count() == count, "%s trace identifiers of %s", ids.count(), count);
        long[] high = new long[count];
        long[] low = new long[count];
        long[] first = new long[count];
        long[] last = new long[count];
        int[] root = new int[count];
        int[] spans = new int[count];
        int[] errors = new int[count];
        int[] head = new int[count];
        int[] next = new int[rows];
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
        Arrays.fill(root, -1);
        for (int trace = 0; trace < count; trace++) {
            high[trace] = identifier(ids, trace, 8, 8);
            low[trace] = identifier(ids, trace, 0, 8);
        }
        for (int row = 0; row < rows; row++) {
            int trace = traces[row];
            if (spans[trace]++ == 0) head[trace] = row;
            next[row] = row + 1 < rows && traces[row + 1] == trace ? row + 1 : -1;
            first[trace] = Math.min(first[trace], starts[row]);
            last[trace] = Math.max(last[trace], starts[row] + all.durations()[row]);
            boolean isRoot = all.parents()[row] == 0 && !childOf[row];
            if (isRoot) root[trace] = row;
            if ((statuses[row] & (SegmentData.HAS_STATUS - 1)) == 2) errors[trace]++;
        }
        TraceServices services = services(count, statuses, serviceIds);
        return new TraceFacts(count, high, low, first, last, root, spans, errors, head, next, services);
    }

    /// Spans and errors of each service of each trace, in order of appearance.
    private TraceServices services(int count, int[] statuses, int[] serviceIds) {
        int[] first = new int[count];
        Arrays.fill(first, -1);
        int[] service = new int[rows];
        int[] spans = new int[rows];
        int[] errors = new int[rows];
        int[] next = new int[rows];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            int wanted = serviceIds[resources[row]];
            int last = -1;
            int entry = first[traces[row]];
            while (entry >= 0 && service[entry] != wanted) {
                last = entry;
                entry = next[entry];
            }
            if (entry < 0) {
                entry = size++;
                service[entry] = wanted;
                next[entry] = -1;
                if (last < 0) first[traces[row]] = entry;
                else next[last] = entry;
            }
            spans[entry]++;
            if ((statuses[row] & (SegmentData.HAS_STATUS - 1)) == 2) errors[entry]++;
        }
        return new TraceServices(
                first,
                Arrays.copyOf(service, size),
                Arrays.copyOf(spans, size),
                Arrays.copyOf(errors, size),
                Arrays.copyOf(next, size));
    }
}
