package io.tenuto.traceql.lists;

import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Some rows of a [ListSource]. Refuses columns that were not announced.
final class ListBatch implements SpanBatch {
    private final ListSource source;
    private final int[] rows;
    private final Set<ColumnKey> announced;
    private final Map<ColumnKey, Column> made = new HashMap<>();

    ListBatch(ListSource source, int[] rows, Set<ColumnKey> announced) {
        this.source = source;
        this.rows = rows;
        this.announced = announced;
    }

    @Override
    public int rowCount() {
        return rows.length;
    }

    @Override
    public int sourceRow(int index) {
        return rows[index];
    }

    @Override
    public int[] childStarts(RowKind kind) {
        int[] starts = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            TestSpan span = source.span(rows[i]);
            starts[i + 1] = starts[i]
                    + switch (kind) {
                        case SPAN -> 1;
                        case EVENT -> span.events().size();
                        case LINK -> span.links().size();
                    };
        }
        return starts;
    }

    @Override
    public Column column(ColumnKey key) {
        if (!announced.contains(key)) throw new IllegalStateException(key + " was not announced: " + announced);
        return made.computeIfAbsent(key, k -> {
            var values = new ArrayList<Static>();
            for (int row : rows) values.addAll(values(row, k));
            return Vectors.column(values);
        });
    }

    private List<Static> values(int row, ColumnKey key) {
        TestSpan span = source.span(row);
        return switch (key.rowKind()) {
            case SPAN -> List.of(ofSpan(row, span, key));
            case EVENT ->
                span.events().stream().map(event -> ofEvent(event, key)).toList();
            case LINK -> span.links().stream().map(link -> ofLink(link, key)).toList();
        };
    }

    private Static ofSpan(int row, TestSpan span, ColumnKey key) {
        return switch (key) {
            case ColumnKey.Attribute(AttributeKey attribute) ->
                span.attributes().getOrDefault(attribute, Static.NIL);
            case ColumnKey.Of(Intrinsic intrinsic) ->
                switch (intrinsic) {
                    case TRACE_ORDINAL -> new Static.Int(source.ordinal(row));
                    case SPAN_ID -> new Static.Int(span.id());
                    case PARENT_SPAN_ID -> new Static.Int(span.parentId());
                    case START -> new Static.Int(span.start());
                    case DURATION -> new Static.Duration(span.duration());
                    case NAME -> new Static.Text(span.name());
                    case KIND -> new Static.Int(span.kind());
                    case STATUS -> new Static.Int(span.status());
                    case STATUS_MESSAGE -> new Static.Text(span.statusMessage());
                    case CONTENT_HASH -> new Static.Int(0x9E3779B97F4A7C15L * span.hashCode());
                    default -> Static.NIL;
                };
        };
    }

    private static Static ofEvent(TestSpan.Event event, ColumnKey key) {
        return switch (key) {
            case ColumnKey.Attribute(AttributeKey attribute) ->
                event.attributes().getOrDefault(attribute.name(), Static.NIL);
            case ColumnKey.Of(Intrinsic intrinsic) ->
                intrinsic == Intrinsic.EVENT_NAME
                        ? new Static.Text(event.name())
                        : new Static.Duration(event.sinceStart());
        };
    }

    private static Static ofLink(TestSpan.Link link, ColumnKey key) {
        return switch (key) {
            case ColumnKey.Attribute(AttributeKey attribute) ->
                link.attributes().getOrDefault(attribute.name(), Static.NIL);
            case ColumnKey.Of(Intrinsic intrinsic) ->
                new Static.Int(
                        switch (intrinsic) {
                            case LINK_TRACE_ID_HIGH -> link.trace().high();
                            case LINK_TRACE_ID_LOW -> link.trace().low();
                            default -> link.spanId();
                        });
        };
    }
}
