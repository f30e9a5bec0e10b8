package io.tenuto.traceql.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.lists.ListSource;
import io.tenuto.traceql.lists.RandomSpans;
import io.tenuto.traceql.lists.TestSpan;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricsEngineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int ROUNDS = Integer.getInteger("tenuto.seeds", 400);
    private static final List<String> QUERIES = List.of(
            "{} | rate()",
            "{} | count_over_time() by (resource.service.name)",
            "{ kind = server } | count_over_time() by (span.a, name)",
            "{} | avg_over_time(duration) by (status)",
            "{} | sum_over_time(span.a)",
            "{ span.a != nil } | min_over_time(span.b) by (kind)",
            "{} | max_over_time(duration)",
            "{} | quantile_over_time(duration, .5, .9) by (resource.service.name)",
            "{} | histogram_over_time(duration)",
            "{} | count_over_time() by (event.a)",
            "{ status = error } | compare({ kind = server })",
            "{} | compare({ span.a = 1 }, 2)",
            "{} | rate() by (name) | topk(2)",
            "{} | count_over_time() by (name) > 1",
            "({ status = error } | rate()) / ({} | rate())",
            "{ kind = server } | rate() with (exemplars=4)");

    private static MetricsRequest request(String query, long start, long end, long step) {
        return new MetricsRequest((Query.Metrics) TraceQl.parse(query), start, end, step, false, 0, 20);
    }

    private static String text(MetricsRequest request, MetricsPartial partial) {
        return finish(request, partial).series().stream()
                .map(series -> series.labels() + " " + Arrays.toString(series.values()) + " " + series.exemplars())
                .collect(Collectors.joining("\n"));
    }

    private static MetricsResult finish(MetricsRequest request, MetricsPartial partial) {
        return MetricsEngine.finish(request, partial, Deadline.none());
    }

    private static MetricsPartial run(MetricsRequest request, List<TestSpan> spans) {
        return MetricsEngine.run(request, List.<SpanSource>of(new ListSource(spans)), Deadline.none());
    }

    /// However spans lie in sources and whatever comes back first, the answer is the same to the last exemplar.
    @Test
    void answersDoNotDependOnHowTheWorkIsCut() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<TestSpan> spans = new RandomSpans(new SplittableRandom(seed)).traces(8);
            String query = QUERIES.get(seed % QUERIES.size());
            var random = new Random(seed);
            MetricsRequest request = request(query, 0, 20 * SECOND, SECOND * (1 + random.nextInt(5)));
            var parts = new ArrayList<MetricsPartial>();
            int from = 0;
            while (from < spans.size()) {
                int to = Math.min(spans.size(), from + 1 + random.nextInt(9));
                // A comparison tells roots and numbers of children, which are those of what lies in one place.
                while (query.contains("compare") && to < spans.size() && isSameTrace(spans, to)) to++;
                parts.add(run(request, spans.subList(from, to)));
                from = to;
            }
            Collections.shuffle(parts, random);
            while (parts.size() > 1) {
                MetricsPartial a = parts.remove(random.nextInt(parts.size()));
                MetricsPartial b = parts.remove(random.nextInt(parts.size()));
                parts.add(MetricsEngine.merge(a, b));
            }
            assertThat(text(request, parts.getFirst()))
                    .as("seed %s: %s", seed, query)
                    .isEqualTo(text(request, run(request, spans)));
        }
    }

    private static boolean isSameTrace(List<TestSpan> spans, int at) {
        return spans.get(at - 1).trace().equals(spans.get(at).trace());
    }

    @Test
    void countsAreThoseOfCountingByHand() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<TestSpan> spans = new RandomSpans(new SplittableRandom(seed)).traces(6);
            MetricsRequest request = request("{ kind = server } | count_over_time() by (name)", 0, 20 * SECOND, SECOND);
            Map<String, double[]> expected = new TreeMap<>();
            for (TestSpan span : spans) {
                if (span.kind() != 2 || span.start() <= 0 || span.start() > 20 * SECOND) continue;
                int interval = (int) ((span.start() - 1) / SECOND);
                expected.computeIfAbsent(span.name(), name -> new double[20])[interval]++;
            }
            Map<String, double[]> found = new TreeMap<>();
            for (Series series : finish(request, run(request, spans)).series()) {
                found.put(((Static.Text) series.labels().getFirst().value()).value(), series.values());
            }
            assertThat(found.keySet()).isEqualTo(expected.keySet());
            expected.forEach(
                    (name, counts) -> assertThat(found.get(name)).as(name).isEqualTo(counts));
        }
    }

    @Test
    void comparisonsAreThoseOfCountingByHand() {
        var key = new AttributeKey(AttributeScope.SPAN, "a");
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<TestSpan> spans = new RandomSpans(new SplittableRandom(seed)).traces(6);
            MetricsRequest request = request("{} | compare({ status = error }, 100)", -1, 30 * SECOND, 31 * SECOND);
            Map<String, Double> expected = new HashMap<>();
            for (TestSpan span : spans) {
                Static value = span.attributes().get(key);
                if (value == null || span.start() < 0 || value instanceof Static.Duration) continue;
                String side = span.status() == 2 ? "selection" : "baseline";
                Static label = value.type().isArray() ? new Static.Text("nil") : value;
                expected.merge(side + " " + label, 1.0, Double::sum);
                expected.merge(side + "_total " + new Static.Text("nil"), 1.0, Double::sum);
            }
            Map<String, Double> found = new HashMap<>();
            for (Series series : finish(request, run(request, spans)).series()) {
                if (!series.labels().get(1).name().equals("span.a")) continue;
                String side = ((Static.Text) series.labels().getFirst().value()).value();
                double total = 0;
                for (double value : series.values()) total += value;
                found.put(side + " " + series.labels().get(1).value(), total);
            }
            assertThat(found).as("seed %s", seed).isEqualTo(expected);
        }
    }

    /// An exemplar is a span that its series counted, in the interval that it names.
    @Test
    void exemplarsAreSpansThatWereCounted() {
        int seen = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<TestSpan> spans = new RandomSpans(new SplittableRandom(seed)).traces(10);
            MetricsRequest request =
                    request("{ kind = client } | max_over_time(duration) by (name)", 0, 20 * SECOND, SECOND);
            var traces = new ArrayList<Static>();
            for (Series series : finish(request, run(request, spans)).series()) {
                for (Series.Exemplar exemplar : series.exemplars()) {
                    seen++;
                    Static trace = exemplar.labels().getFirst().value();
                    traces.add(trace);
                    assertThat(spans)
                            .as("seed %s: %s", seed, exemplar)
                            .anyMatch(span -> span.kind() == 3
                                    && trace.equals(new Static.Text(span.trace().toShortHex()))
                                    && (span.start() - 1) / SECOND == exemplar.interval()
                                    && span.start() / 1_000_000 == exemplar.timestampMillis()
                                    && span.duration() / 1e9 == exemplar.value());
                }
            }
            assertThat(traces).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(20);
        }
        assertThat(seen).isGreaterThan(ROUNDS / 4);
    }

    /// The halves of a range, one behind the other, are the range.
    @Test
    void aRangeIsItsHalves() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<TestSpan> spans = new RandomSpans(new SplittableRandom(seed)).traces(6);
            double[] whole = totals(spans, 0, 20);
            double[] first = totals(spans, 0, 10);
            double[] second = totals(spans, 10, 20);
            for (int i = 0; i < 10; i++) {
                assertThat(first[i]).isEqualTo(whole[i]);
                assertThat(second[i]).isEqualTo(whole[10 + i]);
            }
        }
    }

    private static double[] totals(List<TestSpan> spans, long fromSeconds, long toSeconds) {
        MetricsRequest request = request("{} | count_over_time()", fromSeconds * SECOND, toSeconds * SECOND, SECOND);
        return finish(request, run(request, spans)).series().getFirst().values();
    }

    @Test
    void nothingReadIsNothingTold() {
        MetricsRequest request = request("{} | rate()", 0, SECOND, SECOND);
        assertThat(finish(request, MetricsPartial.none()).series()).isEmpty();
        assertThat(finish(request, run(request, List.of(TestSpan.of(1, 1, 0).startingAt(9 * SECOND))))
                        .series())
                .as("read without a match: zeros")
                .hasSize(1);
    }

    @Test
    void moreSeriesThanAllowedAreCutAndToldSo() {
        var spans = new ArrayList<TestSpan>();
        for (int i = 1; i <= 9; i++)
            spans.add(TestSpan.of(1, i, 0).named("n" + i).startingAt(i));
        var request = new MetricsRequest(
                (Query.Metrics) TraceQl.parse("{} | rate() by (name)"), 0, SECOND, SECOND, false, 5, 0);
        MetricsResult result = finish(request, run(request, spans));
        assertThat(result.series()).hasSize(5);
        assertThat(result.isPartial()).isTrue();
        assertThat(result.message()).startsWith("Response exceeds maximum series limit of 5");
    }

    /// Which of two labels stays is seen by a span that has only one of them.
    @Test
    void equalValuesAreRankedByTheTextsOfValuesThenByNames() {
        List<TestSpan> spans = List.of(
                TestSpan.of(1, 1, 0).with(AttributeScope.SPAN, "a", new Static.Text("x")),
                TestSpan.of(1, 2, 1).with(AttributeScope.SPAN, "b", new Static.Text("w")),
                TestSpan.of(1, 3, 1)
                        .with(AttributeScope.SPAN, "a", new Static.Text("w"))
                        .with(AttributeScope.SPAN, "b", new Static.Text("z")));
        assertThat(labels("{} | count_over_time() by (span.a, span.b) | topk(1)", spans))
                .containsExactly("span.a=w span.b=z");
        assertThat(labels("{} | count_over_time() by (span.a, span.b) | topk(2)", spans))
                .containsExactly("span.b=w", "span.a=w span.b=z");
        assertThat(labels("{} | count_over_time() by (span.a, span.b) | bottomk(1)", spans))
                .containsExactly("span.a=x");
    }

    @Test
    void bucketsOfTheLargestNumbersAreTheLast() {
        List<TestSpan> spans = List.of(
                TestSpan.of(1, 1, 0).with(AttributeScope.SPAN, "n", new Static.Int(Long.MAX_VALUE)),
                TestSpan.of(1, 2, 1).with(AttributeScope.SPAN, "n", new Static.Int(1L << 62)),
                TestSpan.of(1, 3, 1).with(AttributeScope.SPAN, "n", new Static.Int(2)));
        assertThat(labels("{} | histogram_over_time(span.n)", spans))
                .containsExactlyInAnyOrder("__bucket=2.0", "__bucket=" + 0x1p62, "__bucket=" + 0x1p63);
        MetricsRequest request = request("{} | quantile_over_time(span.n, 1, .34)", 0, 20 * SECOND, 20 * SECOND);
        List<Series> series = finish(request, run(request, spans)).series();
        assertThat(series).extracting(one -> one.values()[0]).containsExactlyInAnyOrder(0x1p63, 0x1p62);
    }

    private static List<String> labels(String query, List<TestSpan> spans) {
        MetricsRequest request = request(query, 0, 20 * SECOND, 20 * SECOND);
        return finish(request, run(request, spans)).series().stream()
                .map(series -> series.labels().stream()
                        .map(label -> label.name() + "="
                                + (label.value() instanceof Static.Float(double number)
                                        ? number
                                        : Series.text(label.value())))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void infiniteSumsAreTold() {
        var key = "v";
        for (double value : new double[] {Double.POSITIVE_INFINITY, Double.MAX_VALUE}) {
            var spans = List.of(
                    TestSpan.of(1, 1, 0).startingAt(5).with(AttributeScope.SPAN, key, new Static.Float(value)),
                    TestSpan.of(1, 2, 1).startingAt(6).with(AttributeScope.SPAN, key, new Static.Float(value)));
            for (String function : List.of("sum_over_time", "avg_over_time")) {
                MetricsRequest request = request("{} | " + function + "(span.v)", 0, SECOND, SECOND);
                assertThat(finish(request, run(request, spans).plus(run(request, spans)))
                                .series()
                                .getFirst()
                                .values())
                        .as(function + " " + value)
                        .containsExactly(Double.POSITIVE_INFINITY);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ span.a / span.b = 2 } | count_over_time()",
                "{ span.a / span.b = 2 } | count() > 0 | count_over_time()",
                "{ span.a / span.b = 2 } | compare({ status = error })"
            })
    void whatFailsOnSpansOutsideTheRangeDoesNotMatter(String query) {
        var bad = TestSpan.of(1, 1, 0)
                .startingAt(SECOND)
                .with(AttributeScope.SPAN, "a", new Static.Int(1))
                .with(AttributeScope.SPAN, "b", new Static.Int(0));
        var good = TestSpan.of(2, 1, 0)
                .startingAt(9 * SECOND)
                .with(AttributeScope.SPAN, "a", new Static.Int(4))
                .with(AttributeScope.SPAN, "b", new Static.Int(2));
        var spans = List.of(bad, good);
        MetricsRequest later = request(query, 5 * SECOND, 10 * SECOND, 5 * SECOND);
        assertThat(finish(later, run(later, spans)).series()).isNotEmpty();
        MetricsRequest all = request(query, 0, 10 * SECOND, 5 * SECOND);
        assertThatThrownBy(() -> run(all, spans)).isInstanceOf(TraceQlException.class);
    }

    /// All sources are seen at once, so that a trace is whole however long it lasts.
    @Test
    void aLongTraceInSeveralSourcesIsWhole() {
        long minute = 60 * SECOND;
        var sources = new ArrayList<SpanSource>();
        for (int i = 1; i <= 4; i++) {
            sources.add(new ListSource(List.of(TestSpan.of(1, i, i - 1).startingAt(i * 50 * minute))));
        }
        MetricsRequest request = request("{ } | count() = 4 | count_over_time()", 0, 240 * minute, 240 * minute);
        assertThat(finish(request, MetricsEngine.run(request, sources, Deadline.none()))
                        .series()
                        .getFirst()
                        .values())
                .containsExactly(4);
    }
}
