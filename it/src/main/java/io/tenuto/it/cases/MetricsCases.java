package io.tenuto.it.cases;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.metrics.MetricsEngine;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;
import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Metrics queries over fixtures on every kind of source: one job for each fixture, merged and finished.
@SuppressWarnings("unchecked")
final class MetricsCases implements Family {
    private static final double TOLERANCE = 1e-9;

    private final Fixtures fixtures;

    MetricsCases(Fixtures fixtures) {
        this.fixtures = fixtures;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public List<String> run(Case testCase) {
        MetricsRequest request = request(testCase);
        List<String> problems = new ArrayList<>();
        for (SourceKinds kind : SourceKinds.values()) {
            List<SpanSource> jobs = new ArrayList<>();
            for (Object fixture : testCase.list("fixtures")) jobs.add(fixtures.source(fixture.toString(), kind));
            for (String problem : compare(testCase.list("series"), "samples", run(request, jobs))) {
                problems.add(kind.label() + ": " + problem);
            }
        }
        return problems;
    }

    @Override
    public String difference(Case testCase) {
        String query = testCase.text("query");
        boolean isTie =
                query.contains("histogram_over_time") && (query.contains("topk(") || query.contains("bottomk("));
        return isTie ? "which of equal buckets a top keeps is free" : "";
    }

    static MetricsRequest request(Case fields) {
        if (!(TraceQl.parse(fields.text("query")) instanceof Query.Metrics metrics)) {
            throw new IllegalArgumentException("no metrics query: " + fields.text("query"));
        }
        long start = fields.integer("start");
        long end = fields.integer("end");
        return new MetricsRequest(metrics, start, end, fields.integer("step"), fields.isTrue("instant"), 0, 0);
    }

    /// The result of one job for each source.
    static MetricsResult run(MetricsRequest request, List<SpanSource> jobs) {
        MetricsPartial all = MetricsPartial.none();
        for (SpanSource job : jobs) {
            MetricsPartial partial = MetricsEngine.run(request, List.of(job), Deadline.none());
            all = MetricsEngine.merge(all, partial);
        }
        return MetricsEngine.finish(request, all, Deadline.none());
    }

    /// Compares the samples of series by their labels; the order of labels does not matter.
    static List<String> compare(List<Object> expected, String samplesField, MetricsResult result) {
        Map<String, Map<Long, Double>> wanted = new TreeMap<>();
        for (Object entry : expected) {
            Case series = new Case((Map<String, Object>) entry);
            Map<Long, Double> samples = new TreeMap<>();
            for (Object sample : series.list(samplesField)) {
                List<Object> pair = (List<Object>) sample;
                samples.put(((Number) pair.get(0)).longValue(), Values.number(pair.get(1)));
            }
            wanted.put(labels(series.field("labels")), samples);
        }
        Map<String, Map<Long, Double>> actual = new TreeMap<>();
        for (Series series : result.series()) {
            TreeSet<String> labels = new TreeSet<>();
            series.labels().forEach(label -> labels.add(label.name() + "=" + Values.shown(label.value())));
            Map<Long, Double> samples = new TreeMap<>();
            double[] values = series.values();
            for (int i = 0; i < values.length; i++) {
                if (!Double.isNaN(values[i])) samples.put(result.timestampsMillis()[i], values[i]);
            }
            if (!samples.isEmpty()) actual.put(labels.toString(), samples);
        }
        List<String> problems = new ArrayList<>(Expect.same("labels", wanted.keySet(), actual.keySet()));
        wanted.forEach((labels, samples) -> {
            Map<Long, Double> found = actual.getOrDefault(labels, samples);
            if (!isSame(samples, found)) problems.addAll(Expect.same(labels, samples, found));
        });
        return problems;
    }

    private static String labels(Object labels) {
        TreeSet<String> texts = new TreeSet<>();
        if (labels instanceof Map<?, ?> byName) {
            byName.forEach((name, value) -> texts.add(name + "=" + Values.shown(Values.parse(value))));
        } else {
            for (Object entry : (List<Object>) labels) {
                Case label = new Case((Map<String, Object>) entry);
                texts.add(label.text("name") + "=" + Values.shown(Values.parse(label.field("value"))));
            }
        }
        return texts.toString();
    }

    private static boolean isSame(Map<Long, Double> expected, Map<Long, Double> actual) {
        if (!expected.keySet().equals(actual.keySet())) return false;
        return expected.entrySet().stream().allMatch(sample -> {
            double a = sample.getValue();
            double b = actual.getOrDefault(sample.getKey(), Double.NaN);
            return a == b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
        });
    }
}
