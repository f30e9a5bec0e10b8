package io.tenuto.traceql.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.Cancellation;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lists.ListSource;
import io.tenuto.traceql.lists.TestSpan;
import io.tenuto.traceql.source.SpanSource;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What a metrics query may hold in memory, whatever it asks for.
final class MetricsLimitsTest {
    private static final long SECOND = 1_000_000_000L;

    private static MetricsRequest request(String query, long start, long end, long step) {
        return new MetricsRequest((Query.Metrics) TraceQl.parse(query), start, end, step, false, 0, 0);
    }

    private static List<Static> key(int number) {
        return List.of(new Static.Text("%07d".formatted(number)));
    }

    @Test
    void aMillionGroupsKeepThoseThatComeFirstWithinTheLimit() {
        var groups = new Groups(2, 1, Groups.VALUES_MAX);
        for (int i = 0; i < 1_000_000; i++) groups.of(key(999_999 - i)).count(1, 1);
        var kept = new TreeMap<String, Double>();
        groups.forEach((key, cells) -> kept.put(Series.text(key.getFirst()), cells.counts()[1]));
        assertThat(groups.isCut()).isTrue();
        assertThat(kept).hasSizeBetween(12_000, 25_000);
        assertThat(kept.firstKey()).isEqualTo("0000000");
        assertThat(Integer.parseInt(kept.lastKey())).isEqualTo(kept.size() - 1);
        assertThat(kept.values()).containsOnly(1.0);
    }

    /// Ten thousand intervals, twenty thousand groups and up to 63 buckets each would be a hundred gigabytes.
    @Test
    void groupsTimesIntervalsTimesBucketsAreBoundedAndToldSo() {
        var spans = new ArrayList<TestSpan>();
        for (int i = 1; i <= 20_000; i++) {
            spans.add(TestSpan.of(1, i, 0)
                    .named("n%05d".formatted(i % 5000))
                    .startingAt(SECOND)
                    .lasting(2L << i % 40));
        }
        MetricsRequest request = request("{} | histogram_over_time(duration) by (name)", 0, 10_000 * SECOND, SECOND);
        MetricsPartial partial = MetricsEngine.run(request, List.of(new ListSource(spans)), Deadline.none());
        MetricsResult result = MetricsEngine.finish(request, partial, Deadline.none());
        assertThat(result.isPartial()).isTrue();
        assertThat(result.message())
                .startsWith("The groups of the query need more than 2000000 values: those that come last");
        assertThat(result.series()).isNotEmpty();
        assertThat(result.series().size() * 10_000L).isLessThan(Groups.VALUES_MAX);
        assertThat(result.series().getFirst().labels().getFirst().value()).isEqualTo(new Static.Text("n00000"));
    }

    /// Whatever is counted where, and whatever is merged first, the same groups are kept, with the same counts.
    @Test
    void groupsThatAreKeptDoNotDependOnHowTheWorkIsCut() {
        int cut = 0;
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            int parts = 1 + random.nextInt(6);
            // Few of many intervals are counted otherwise than few of few.
            int intervals = seed % 2 == 0 ? 4 : 40;
            long valuesMax = 500 + random.nextInt(intervals * 2000);
            var pieces = new ArrayList<Groups>();
            for (int i = 0; i < parts; i++) pieces.add(new Groups(intervals, 1, valuesMax));
            var whole = new Groups(intervals, 1, valuesMax);
            for (int i = 0; i < 200; i++) {
                Groups piece = pieces.get(random.nextInt(parts));
                List<Static> key = key(random.nextInt(40));
                int interval = random.nextInt(intervals);
                long bound = 1L << (1 + random.nextInt(4));
                for (Groups groups : List.of(piece, whole)) {
                    groups.of(key).addToBucket(interval, bound, 1);
                    groups.of(key).count(interval, 1);
                    if (bound == 2) groups.of(key).add(interval, bound, 1);
                }
            }
            while (pieces.size() > 1) {
                Collections.shuffle(pieces, random);
                pieces.add(pieces.removeFirst().plus(pieces.removeFirst()));
            }
            cut += whole.isCut() ? 1 : 0;
            assertThat(text(pieces.getFirst())).as("seed %s", seed).isEqualTo(text(whole));
        }
        assertThat(cut).isBetween(50, 290);
    }

    /// What is sent for a while must not hold all that was counted for it.
    @Test
    void seriesDoNotHoldWhatElseWasCounted() {
        var counted = new AtomicReference<WeakReference<Groups>>();
        List<Series> series = finished(counted);
        for (int i = 0; i < 20 && counted.get().get() != null; i++) System.gc();
        assertThat(counted.get().get()).isNull();
        assertThat(series.getFirst().values()).contains(1.0);
    }

    private static List<Series> finished(AtomicReference<WeakReference<Groups>> counted) {
        List<TestSpan> spans = List.of(TestSpan.of(1, 1, 0).startingAt(SECOND), TestSpan.of(2, 1, 0));
        MetricsRequest request = request("{} | rate() by (name)", 0, 100 * SECOND, SECOND);
        MetricsPartial partial = MetricsEngine.run(request, List.of(new ListSource(spans)), Deadline.none());
        counted.set(new WeakReference<>(partial.groups().values().iterator().next()));
        return MetricsEngine.finish(request, partial, Deadline.none()).series();
    }

    /// Values that are left out share a number; groups that are kept must not notice.
    @Test
    void groupsFoundByNumbersAreThoseFoundSpanBySpan() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var spans = new ArrayList<TestSpan>();
            for (int i = 1; i <= 400; i++) {
                spans.add(TestSpan.of(1 + random.nextInt(20), i, 0)
                        .named("n%02d".formatted(random.nextInt(40)))
                        .startingAt(SECOND * random.nextInt(40))
                        .lasting(random.nextInt(1, 5)));
            }
            boolean hasTwo = seed % 2 == 0;
            MetricsRequest request =
                    request("{} | rate() by (name" + (hasTwo ? ", duration)" : ")"), 0, 40 * SECOND, SECOND);
            long valuesMax = 500 + random.nextInt(8000);
            var leaf = (MetricsExpression.Leaf) request.query().expression();
            var range = new LeafRange(request, Intervals.of(request));
            List<SpanSource> sources = new ArrayList<>();
            for (int from = 0; from < spans.size(); from += 100) {
                sources.add(new ListSource(spans.subList(from, from + 100)));
            }
            Groups found = new LeafRun(leaf, range, valuesMax)
                    .run(sources, Deadline.none())
                    .groups()
                    .get(leaf);
            var expected = new Groups(Intervals.of(request).count(), 1, valuesMax);
            for (TestSpan span : spans) {
                var key = new ArrayList<Static>(List.of(new Static.Text(span.name())));
                if (hasTwo) key.add(new Static.Duration(span.end() - span.start()));
                int interval = Intervals.of(request).indexOf(span.start());
                if (interval >= 0) expected.of(key).count(interval, 1);
            }
            assertThat(text(found)).as("seed %s", seed).isEqualTo(text(expected));
        }
    }

    private static Map<String, String> text(Groups groups) {
        var text = new TreeMap<String, String>();
        groups.forEach((key, cells) -> {
            var buckets = new TreeMap<Long, String>();
            cells.buckets.forEach((bound, counts) -> buckets.put(bound, Arrays.toString(counts)));
            text.put(key.toString(), Arrays.toString(cells.counts()) + Arrays.toString(cells.sums) + buckets);
        });
        text.put("cut", String.valueOf(groups.isCut()));
        return text;
    }

    @Test
    void moreIntervalsThanAnybodyLooksAtAreRefused() {
        for (MetricsRequest request : List.of(
                request("{} | rate()", 0, 1_000_000_000, 1),
                request("{} | rate()", 0, Long.MAX_VALUE, 1),
                request("{} | rate()", Long.MIN_VALUE, Long.MAX_VALUE, 1),
                request("{} | rate()", Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                request("{} | rate()", Long.MIN_VALUE + 1, Long.MAX_VALUE, 4_000_000_000_000_000_000L),
                request("{} | rate()", 1, Long.MAX_VALUE, Long.MAX_VALUE - 1),
                new MetricsRequest(
                        (Query.Metrics) TraceQl.parse("{} | rate()"), Long.MIN_VALUE, Long.MAX_VALUE, 1, true, 0, 0))) {
            assertThatThrownBy(() -> MetricsEngine.run(request, List.of(), Deadline.none()))
                    .as("%s", request)
                    .isInstanceOfSatisfying(
                            RequestException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID_ARGUMENT))
                    .hasMessage("step is too small or the range too long: at most 1000000 intervals are computed");
        }
    }

    @Test
    void bestSeriesAreThoseOfSorting() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            List<Series> series = randomSeries(random, 1 + random.nextInt(12));
            int limit = 1 + random.nextInt(5);
            for (BestSeries.Rank rank : BestSeries.Rank.values()) {
                List<Series> best = BestSeries.of(series, limit, rank, Deadline.none());
                for (int i = 0; i < 3; i++) {
                    assertThat(present(best, i)).as("seed %s", seed).isEqualTo(sorted(series, limit, rank, i));
                }
            }
        }
    }

    private static List<Series> randomSeries(Random random, int count) {
        var series = new ArrayList<Series>();
        for (int s = 0; s < count; s++) {
            double[] values = new double[3];
            for (int i = 0; i < 3; i++) values[i] = random.nextInt(4) == 0 ? Double.NaN : random.nextInt(4);
            series.add(new Series(List.of(new Series.Label("n", key(s).getFirst())), values));
        }
        return series;
    }

    private static Map<String, Double> present(List<Series> series, int interval) {
        var present = new TreeMap<String, Double>();
        for (Series one : series) {
            if (!Double.isNaN(one.values()[interval])) present.put(one.identity(), one.values()[interval]);
        }
        return present;
    }

    private static Map<String, Double> sorted(List<Series> series, int limit, BestSeries.Rank rank, int interval) {
        if (series.size() <= limit) return present(series, interval);
        Comparator<Series> order = Comparator.comparingDouble((Series one) -> one.values()[interval])
                .thenComparing(Comparator.comparing(Series::identity, Comparator.reverseOrder()));
        return present(
                series.stream()
                        .filter(one -> !Double.isNaN(one.values()[interval]))
                        .sorted(rank == BestSeries.Rank.LARGEST ? order.reversed() : order)
                        .limit(limit)
                        .toList(),
                interval);
    }

    @Test
    void rankingStopsWhenNobodyWaits() {
        var cancellation = new Cancellation();
        cancellation.cancel();
        Deadline deadline = Deadline.none().cancelledBy(cancellation);
        assertThatThrownBy(() -> BestSeries.of(randomSeries(new Random(1), 9), 2, BestSeries.Rank.LARGEST, deadline))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CANCELLED));
    }

    private static FieldReference field(int number) {
        return Attribute.of(AttributeScope.SPAN, "a%03d".formatted(number));
    }

    /// The attributes with the most counts keep their totals only.
    @Test
    void comparisonsKeepABoundedNumberOfCounts() {
        var comparison = new Comparison(20_000);
        for (int number = 0; number < 20; number++) {
            for (int i = 0; i < 400 * number; i++) {
                Comparison.Counts counts = comparison.counts(field(number), Comparison.Side.BASELINE);
                counts.add(counts.values().of(key(i).getFirst()), 0, 1);
                counts.total.add(0, 1);
                comparison.shrink();
            }
        }
        assertThat(comparison.isCut()).isTrue();
        assertThat(comparison.counts(field(19), Comparison.Side.BASELINE).isOverfull())
                .isTrue();
        assertThat(comparison.counts(field(1), Comparison.Side.BASELINE).isOverfull())
                .isFalse();
        assertThat(comparison.counts(field(19), Comparison.Side.BASELINE).total.total())
                .isEqualTo(400 * 19);
        assertThat(comparison.cells()).isLessThanOrEqualTo(40_000);
        assertThat(comparison.plus(comparison).cells()).isLessThanOrEqualTo(40_000);
        assertThat(comparison.plus(new Comparison(20_000)).isCut()).isTrue();
    }

    /// Attributes by the thousand, in many intervals: the first ones are told.
    @Test
    void comparisonsKeepABoundedNumberOfAttributes() {
        var comparison = new Comparison(2_000);
        for (int number = 999; number >= 100; number--) {
            comparison.counts(field(number), Comparison.Side.SELECTION).total.add(0, 1);
            comparison.shrink();
        }
        assertThat(comparison.isCut()).isTrue();
        assertThat(comparison.cells()).isLessThanOrEqualTo(4_000);
        assertThat(comparison
                        .counts(field(100), Comparison.Side.SELECTION)
                        .total
                        .total())
                .isEqualTo(1);
        assertThat(comparison
                        .counts(field(999), Comparison.Side.SELECTION)
                        .total
                        .total())
                .isZero();
    }

    @Test
    void aTextNilAndNoValueAreOneSeries() {
        var spans = List.of(
                TestSpan.of(1, 1, 0).startingAt(5),
                TestSpan.of(1, 2, 0).startingAt(5).with(AttributeScope.SPAN, "a", new Static.Text("nil")));
        MetricsRequest request = request("{} | count_over_time() by (span.a)", 0, SECOND, SECOND);
        MetricsPartial partial = MetricsEngine.run(request, List.of(new ListSource(spans)), Deadline.none());
        List<Series> series =
                MetricsEngine.finish(request, partial, Deadline.none()).series();
        assertThat(series).hasSize(1);
        assertThat(series.getFirst().values()).containsExactly(2);
    }
}
