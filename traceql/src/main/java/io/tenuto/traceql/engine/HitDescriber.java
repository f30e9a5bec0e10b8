package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads what a search result says of each hit: trace facts, and the first spans with the fields that the query names.
final class HitDescriber {
    /// Fields with a place of their own in the answer.
    private static final Set<IntrinsicField> NOT_REPEATED = Set.of(
            IntrinsicField.NAME,
            IntrinsicField.DURATION,
            IntrinsicField.TRACE_DURATION,
            IntrinsicField.TRACE_ROOT_NAME,
            IntrinsicField.TRACE_ROOT_SERVICE,
            IntrinsicField.TRACE_ID,
            IntrinsicField.SPAN_ID);

    private static final int HITS_AT_ONCE = 2048;
    private static final Comparator<SearchResult.MatchedSpan> BY_START = Comparator.comparingLong(
                    SearchResult.MatchedSpan::startUnixNanos)
            .thenComparingLong(SearchResult.MatchedSpan::spanId);

    private final PipelinePlan plan;
    private final int spansPerSpanset;
    private final Deadline deadline;
    private final Set<FieldReference> fields;
    private final boolean wantsName;
    /// Comparisons of a field with a literal: a value is shown where it satisfies one of them.
    private final Map<FieldReference, List<FieldExpression.Binary>> tests = new HashMap<>();
    /// Fields that are shown whatever their value: those that more is asked of than comparisons.
    private final Set<FieldReference> unconditional = new HashSet<>();

    HitDescriber(PipelinePlan plan, int spansPerSpanset, Deadline deadline) {
        this.plan = plan;
        this.spansPerSpanset = spansPerSpanset;
        this.deadline = deadline;
        this.fields = plan.fetched();
        this.wantsName = fields.contains(IntrinsicField.NAME);
        for (SpansetExpression.Filter filter : plan.filters()) note(filter.condition());
        for (FieldExpression measured : plan.measured()) unconditional.addAll(FieldColumns.fieldsOf(measured));
        for (FieldReference field : fields) if (plan.selects(field)) unconditional.add(field);
    }

    private void note(FieldExpression expression) {
        if (expression instanceof FieldExpression.Binary binary) {
            if (binary.operator().kind() == BinaryOperator.Kind.LOGICAL) {
                note(binary.left());
                note(binary.right());
                return;
            }
            boolean isTest = binary.left() instanceof FieldReference && binary.right() instanceof Static
                    || binary.left() instanceof Static && binary.right() instanceof FieldReference;
            if (isTest) {
                FieldReference field = FieldColumns.fieldsOf(binary).iterator().next();
                tests.computeIfAbsent(field, key -> new ArrayList<>()).add(binary);
                return;
            }
        }
        unconditional.addAll(FieldColumns.fieldsOf(expression));
    }

    /// Everything that evaluating and describing reads.
    Set<ColumnKey> columns() {
        var columns = new HashSet<>(plan.columns());
        columns.addAll(FieldColumns.of(fields));
        columns.add(ColumnKey.of(Intrinsic.SPAN_ID));
        columns.add(ColumnKey.of(Intrinsic.START));
        columns.add(ColumnKey.of(Intrinsic.DURATION));
        columns.add(ColumnKey.of(Intrinsic.TRACE_ORDINAL));
        return columns;
    }

    List<SearchResult.Trace> describe(List<SearchEngine.Hit> hits) {
        Map<Place, List<SearchEngine.Hit>> byPlace = new LinkedHashMap<>();
        for (SearchEngine.Hit hit : hits) {
            byPlace.computeIfAbsent(hit.place(), place -> new ArrayList<>()).add(hit);
        }
        Map<SearchEngine.Hit, SearchResult.Trace> described = new IdentityHashMap<>();
        byPlace.forEach((place, own) -> {
            // So many at a time, however many there are.
            for (int from = 0; from < own.size(); from += HITS_AT_ONCE) {
                describe(place, own.subList(from, Math.min(own.size(), from + HITS_AT_ONCE)), described);
            }
        });
        return hits.stream().map(described::get).toList();
    }

    private void describe(
            Place place, List<SearchEngine.Hit> hits, Map<SearchEngine.Hit, SearchResult.Trace> described) {
        Map<Spanset, int[]> shown = new IdentityHashMap<>();
        List<Spanset> spansets =
                hits.stream().flatMap(hit -> hit.spansets().stream()).toList();
        FirstSpans first = FirstSpans.read(place.source(), spansets, spansPerSpanset, deadline);
        for (Spanset spanset : spansets) shown.put(spanset, first.of(spanset));
        int[] rows = shown.values().stream()
                .flatMapToInt(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
        Map<Integer, SearchResult.MatchedSpan> spans =
                rows.length == 0 ? Map.of() : read(place.source(), place.structure(), rows);
        for (SearchEngine.Hit hit : hits) described.put(hit, trace(hit, shown, spans));
    }

    private Map<Integer, SearchResult.MatchedSpan> read(SpanSource source, Structure structure, int[] rows) {
        var view = new BatchView(source.gather(rows, ScanRequest.of(columns()), deadline), source.traces(), structure);
        long[] ids = view.longs(Intrinsic.SPAN_ID);
        long[] starts = view.longs(Intrinsic.START);
        long[] durations = view.longs(Intrinsic.DURATION);
        var spans = new HashMap<Integer, SearchResult.MatchedSpan>();
        for (int i = 0; i < rows.length; i++) {
            String name = wantsName ? text(view.value(IntrinsicField.NAME, i, -1, -1)) : "";
            spans.put(
                    rows[i], new SearchResult.MatchedSpan(ids[i], name, starts[i], durations[i], attributes(view, i)));
        }
        return spans;
    }

    private static String text(Static value) {
        return value instanceof Static.Text(String text) ? text : "";
    }

    private List<SearchResult.NamedValue> attributes(BatchView view, int row) {
        var attributes = new ArrayList<SearchResult.NamedValue>();
        for (FieldReference field : fields) {
            if (field instanceof IntrinsicField intrinsic && NOT_REPEATED.contains(intrinsic)) continue;
            Static value = shown(field, view, row);
            if (value == Static.NIL) continue;
            attributes.add(new SearchResult.NamedValue(nameOf(field), value));
        }
        return attributes;
    }

    private Static shown(FieldReference field, BatchView view, int row) {
        RowKind kind = FieldColumns.kindOf(field);
        if (kind == RowKind.SPAN) {
            Static value = view.value(field, row, -1, -1);
            return unconditional.contains(field) || satisfiesSome(field, value) ? value : Static.NIL;
        }
        int[] starts = view.childStarts(kind);
        Static last = plan.selects(field) ? whenSelected(field) : Static.NIL;
        Static lastMatch = Static.NIL;
        for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
            Static value = view.value(field, row, entry, entry);
            if (value == Static.NIL) continue;
            last = value;
            if (satisfiesSome(field, value)) lastMatch = value;
        }
        return lastMatch == Static.NIL && unconditional.contains(field) ? last : lastMatch;
    }

    /// What clients are shown of a selected field where the span has no event.
    private static Static whenSelected(FieldReference field) {
        if (field == IntrinsicField.EVENT_NAME) return new Static.Text("");
        return field == IntrinsicField.EVENT_TIME_SINCE_START ? new Static.Duration(0) : Static.NIL;
    }

    private boolean satisfiesSome(FieldReference field, Static value) {
        for (FieldExpression.Binary test : tests.getOrDefault(field, List.of())) {
            Static result = test.right() instanceof Static literal
                    ? StaticOps.binary(test.operator(), value, literal)
                    : StaticOps.binary(test.operator(), (Static) test.left(), value);
            if (result.equals(Static.TRUE)) return true;
        }
        return false;
    }

    private static String nameOf(FieldReference field) {
        return switch (field) {
            case Attribute attribute -> attribute.name();
            case IntrinsicField intrinsic -> intrinsic.text();
        };
    }

    private SearchResult.Trace trace(
            SearchEngine.Hit hit, Map<Spanset, int[]> rows, Map<Integer, SearchResult.MatchedSpan> spans) {
        TraceTable table = hit.place().source().traces();
        var services = new TreeMap<String, SearchResult.ServiceCounts>();
        table.forEachService(
                hit.trace(),
                (name, count, errors) -> services.put(name.toUtf8(), new SearchResult.ServiceCounts(count, errors)));
        var spansets = new ArrayList<SearchResult.MatchedSpanset>();
        for (Spanset spanset : hit.spansets()) {
            var shown = new ArrayList<SearchResult.MatchedSpan>();
            for (int row : rows.getOrDefault(spanset, spanset.rows())) {
                SearchResult.MatchedSpan span = spans.get(row);
                if (span != null) shown.add(span);
            }
            shown.sort(BY_START);
            List<SearchResult.NamedValue> attributes = spanset.attributes().stream()
                    .map(attribute -> new SearchResult.NamedValue(attribute.name(), attribute.value()))
                    .toList();
            spansets.add(new SearchResult.MatchedSpanset(shown, spanset.rows().length, attributes));
        }
        return new SearchResult.Trace(
                hit.id(),
                table.startUnixNanos(hit.trace()),
                table.endUnixNanos(hit.trace()),
                table.rootName(hit.trace()).isPresent(),
                table.rootService(hit.trace()).map(service -> service.toUtf8()).orElse(""),
                table.rootName(hit.trace()).map(name -> name.toUtf8()).orElse(""),
                services,
                spansets);
    }
}
