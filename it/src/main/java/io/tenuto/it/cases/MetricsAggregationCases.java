package io.tenuto.it.cases;

import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Aggregations over lists of spans as written, each list one job. Only what would be sent is compared.
@SuppressWarnings("unchecked")
final class MetricsAggregationCases implements Family {
    private final CaseFiles files;
    private final Map<String, SpanSource> lists = new HashMap<>();

    MetricsAggregationCases(CaseFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "metrics-aggregation";
    }

    @Override
    public List<String> run(Case testCase) {
        if (lists.isEmpty()) readLists();
        List<SpanSource> jobs = new ArrayList<>();
        for (Object shard : testCase.list("shards")) {
            SpanSource source = lists.get(shard.toString());
            if (source == null) throw new IllegalArgumentException("no span list " + shard);
            jobs.add(source);
        }
        var request = MetricsCases.request(new Case(testCase.map("request")));
        return MetricsCases.compare(testCase.list("samples"), "samples", MetricsCases.run(request, jobs));
    }

    private void readLists() {
        for (Case list : files.read("metrics-aggregation-spans", "span_lists")) {
            List<Row> rows = new ArrayList<>();
            for (Object entry : list.list("spans")) {
                rows.add(row(rows.size() + 1, new Case((Map<String, Object>) entry)));
            }
            lists.put(list.text("name"), new RowSource(rows));
        }
    }

    private static Row row(int id, Case span) {
        Map<ColumnKey, Static> values = new HashMap<>();
        values.put(ColumnKey.of(Intrinsic.SPAN_ID), new Static.Int(id));
        values.put(ColumnKey.of(Intrinsic.START), new Static.Int(span.integer("start")));
        long duration = span.has("duration") ? span.integer("duration") : 0;
        values.put(ColumnKey.of(Intrinsic.DURATION), new Static.Duration(duration));
        if (span.has("attributes")) {
            span.map("attributes").forEach((name, value) -> values.put(EvalEngineCases.key(name), Values.parse(value)));
        }
        return new Row(0, values);
    }
}
