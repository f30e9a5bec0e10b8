package io.tenuto.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.base.Deadline;
import io.tenuto.it.cases.SourceKinds;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.metrics.MetricsEngine;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;
import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random metrics queries over random traces in live segments and blocks, cut into 1 to 64 jobs that are merged in any
/// order: the engine computes what counting by hand does, to the last bit; only sums and means of seconds may differ by
/// rounding.
class RandomMetricsTest {
    private static final int QUERIES_PER_DATA = 20;
    private static final int JOBS_MAX = 64;
    private static final double ROUNDING = 1e-12;

    @Test
    void theEngineComputesWhatCountingByHandDoes() {
        compare(1, 20_000);
    }

    @Test
    @Tag("long")
    void theEngineComputesWhatCountingByHandDoesManyTimes() {
        compare(1_000_000, Integer.getInteger("tenuto.seeds", 1_000_000));
    }

    /// The outcome of both.
    private enum Outcome {
        REFUSED,
        EMPTY,
        SERIES
    }

    private static void compare(long firstSeed, int pairs) {
        int[] outcomes = new int[Outcome.values().length];
        for (int data = 0; data * QUERIES_PER_DATA < pairs; data++) {
            long seed = firstSeed + data;
            var random = new SplittableRandom(seed);
            List<ExportTraceServiceRequest> requests = new RandomSpans(random).requests();
            List<SpanSource> sources = sources(requests, random);
            var queries = new RandomMetrics(random);
            for (int i = 0; i < QUERIES_PER_DATA; i++) {
                MetricsRequest request = queries.next();
                String name = "seed " + seed + ", " + sources.size() + " sources: " + text(request);
                try {
                    outcomes[check(name, request, requests, sources, random).ordinal()]++;
                } catch (RuntimeException e) {
                    fail(name, e);
                }
            }
        }
        assertThat(outcomes[Outcome.REFUSED.ordinal()])
                .as("pairs that both refuse")
                .isLessThan(pairs / 20);
        assertThat(outcomes[Outcome.SERIES.ordinal()])
                .as("pairs with something to compare")
                .isGreaterThan(pairs / 2);
    }

    private static String text(MetricsRequest request) {
        return request.query().canonical() + " from " + (request.startUnixNanos() - RandomSpans.START) + " to "
                + (request.endUnixNanos() - RandomSpans.START) + " by " + request.stepNanos()
                + (request.isInstant() ? " instant" : "");
    }

    /// The messages in their order, each source with a run of them; at times each span has a message of its own. Most
    /// sources are live, as blocks take long to write.
    private static List<SpanSource> sources(List<ExportTraceServiceRequest> requests, SplittableRandom random) {
        var sources = new ArrayList<SpanSource>();
        var together = new ArrayList<ExportTraceServiceRequest>();
        int runs = 1 + random.nextInt(4);
        for (ExportTraceServiceRequest request : random.nextInt(8) == 0 ? spanBySpan(requests) : requests) {
            together.add(request);
            if (random.nextInt(runs) > 0) continue;
            sources.add(kind(random).of(together));
            together.clear();
        }
        sources.add(kind(random).of(together));
        return sources;
    }

    private static List<ExportTraceServiceRequest> spanBySpan(List<ExportTraceServiceRequest> requests) {
        var alone = new ArrayList<ExportTraceServiceRequest>();
        for (ExportTraceServiceRequest request : requests) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    for (Span span : scope.getSpansList()) {
                        ScopeSpans one =
                                scope.toBuilder().clearSpans().addSpans(span).build();
                        alone.add(ExportTraceServiceRequest.newBuilder()
                                .addResourceSpans(
                                        resource.toBuilder().clearScopeSpans().addScopeSpans(one))
                                .build());
                    }
                }
            }
        }
        return alone;
    }

    private static SourceKinds kind(SplittableRandom random) {
        return random.nextInt(5) == 0 ? SourceKinds.TENUTO1 : SourceKinds.LIVE;
    }

    private static Outcome check(
            String name,
            MetricsRequest request,
            List<ExportTraceServiceRequest> requests,
            List<SpanSource> sources,
            SplittableRandom random) {
        Optional<List<NaiveSeries>> expected = naive(request, requests);
        Optional<MetricsResult> found = engine(request, sources, random);
        assertThat(found.isPresent()).as("answered: %s", name).isEqualTo(expected.isPresent());
        if (found.isEmpty()) return Outcome.REFUSED;
        List<NaiveSeries> wanted = told(request, expected.get(), sources);
        List<Series> series = found.get().series().stream()
                .filter(one -> isTold(one.labels().getLast().name(), request, sources))
                .toList();
        boolean isCut = request.seriesMax() > 0 && wanted.size() > request.seriesMax();
        assertThat(found.get().isPartial()).as("partial: %s", name).isEqualTo(isCut);
        if (isCut) wanted = wanted.subList(0, request.seriesMax());
        assertSame(name, series, wanted, roundingOf(request));
        return wanted.isEmpty() ? Outcome.EMPTY : Outcome.SERIES;
    }

    private static Optional<List<NaiveSeries>> naive(MetricsRequest request, List<ExportTraceServiceRequest> requests) {
        try {
            return Optional.of(NaiveMetrics.run(request, requests));
        } catch (TraceQlException _) {
            return Optional.empty();
        }
    }

    private static Optional<MetricsResult> engine(
            MetricsRequest request, List<SpanSource> sources, SplittableRandom random) {
        try {
            var partials = new ArrayList<MetricsPartial>();
            if (MetricsEngine.needsWholeTraces(request.query())) {
                partials.add(MetricsEngine.run(request, sources, Deadline.none()));
            } else {
                int jobs = 1 + random.nextInt(Math.min(JOBS_MAX, sources.size()));
                var parts = new ArrayList<List<SpanSource>>();
                for (int i = 0; i < jobs; i++) parts.add(new ArrayList<>());
                for (SpanSource source : sources)
                    parts.get(random.nextInt(jobs)).add(source);
                for (List<SpanSource> part : parts) partials.add(MetricsEngine.run(request, part, Deadline.none()));
            }
            while (partials.size() > 1) {
                MetricsPartial first = partials.remove(random.nextInt(partials.size()));
                MetricsPartial second = partials.remove(random.nextInt(partials.size()));
                partials.add(MetricsEngine.merge(first, second));
            }
            return Optional.of(MetricsEngine.finish(request, partials.getFirst(), Deadline.none()));
        } catch (TraceQlException _) {
            return Optional.empty();
        }
    }

    private static boolean isComparison(MetricsRequest request) {
        return request.query().expression() instanceof MetricsExpression.Leaf leaf
                && leaf.aggregation() instanceof MetricsAggregation.Compare;
    }

    private static List<NaiveSeries> told(MetricsRequest request, List<NaiveSeries> series, List<SpanSource> sources) {
        return series.stream()
                .filter(one -> isTold(one.labels().getLast().getKey(), request, sources))
                .toList();
    }

    /// A comparison tells roots and numbers of children as they are in each source.
    private static boolean isTold(String label, MetricsRequest request, List<SpanSource> sources) {
        return sources.size() == 1
                || !isComparison(request)
                || !List.of("rootName", "rootServiceName", "span:childCount").contains(label);
    }

    private static double roundingOf(MetricsRequest request) {
        return request.query().canonical().contains("(duration)") ? ROUNDING : 0;
    }

    private static void assertSame(String name, List<Series> found, List<NaiveSeries> wanted, double rounding) {
        assertThat(found.stream().map(RandomMetricsTest::labels).toList())
                .as(name)
                .isEqualTo(wanted.stream().map(NaiveSeries::labels).toList());
        for (int s = 0; s < found.size(); s++) {
            double[] values = found.get(s).values();
            double[] expected = wanted.get(s).values();
            assertThat(values.length).as(name).isEqualTo(expected.length);
            for (int i = 0; i < values.length; i++) {
                boolean isSame = Double.valueOf(values[i]).equals(expected[i])
                        || values[i] == expected[i]
                        || Math.abs(values[i] - expected[i]) <= rounding * Math.abs(expected[i]);
                assertThat(isSame)
                        .as("%s: %s of %s[%s] is %s", name, values[i], wanted.get(s), i, expected[i])
                        .isTrue();
            }
        }
    }

    private static List<Map.Entry<String, ?>> labels(Series series) {
        var labels = new ArrayList<Map.Entry<String, ?>>();
        for (Series.Label label : series.labels()) labels.add(Map.entry(label.name(), label.value()));
        return labels;
    }
}
