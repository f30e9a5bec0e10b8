package io.tenuto.it.oracle;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.QueryFacts;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.metrics.MetricsRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/// Computes a metrics query by the definitions: every span of every sub-query, interval by interval.
public final class NaiveMetrics {
    private static final Static NIL_TEXT = new Static.Text("nil");

    private final MetricsRequest request;
    private final List<ExportTraceServiceRequest> spans;
    private final long first;
    private final long step;
    private final int intervals;

    private NaiveMetrics(MetricsRequest request, List<ExportTraceServiceRequest> spans) {
        this.request = request;
        this.spans = spans;
        long start = request.startUnixNanos();
        long end = request.endUnixNanos();
        this.step = request.isInstant() ? end - start : request.stepNanos();
        this.first = request.isInstant() ? start : start - Math.floorMod(start, step);
        long last = request.isInstant() ? end : end + Math.floorMod(-end, step);
        this.intervals = (int) ((last - first) / step);
    }

    /// The series, in the order of answers.
    ///
    /// @throws io.tenuto.traceql.lang.TraceQlException if an operator fails on some span
    public static List<NaiveSeries> run(MetricsRequest request, List<ExportTraceServiceRequest> spans) {
        if (QueryFacts.isNoop(request.query())) return List.of();
        List<NaiveSeries> series =
                new NaiveMetrics(request, spans).evaluate(request.query().expression());
        return NaiveArithmetic.present(series).stream()
                .sorted(NaiveSeries.ORDER)
                .toList();
    }

    private List<NaiveSeries> evaluate(MetricsExpression expression) {
        return switch (expression) {
            case MetricsExpression.Leaf leaf -> NaiveArithmetic.staged(leaf(leaf), leaf.stages());
            case MetricsExpression.Staged staged ->
                NaiveArithmetic.staged(evaluate(staged.expression()), staged.stages());
            case MetricsExpression.ScalarMath math -> NaiveArithmetic.withNumber(math, evaluate(math.expression()));
            case MetricsExpression.Math math ->
                NaiveArithmetic.between(math.operator(), evaluate(math.left()), evaluate(math.right()));
        };
    }

    private List<NaiveSeries> leaf(MetricsExpression.Leaf leaf) {
        List<NaiveSpan> counted = NaiveSearch.spans(leaf.pipeline(), spans).stream()
                .filter(span -> interval(span) >= 0)
                .toList();
        if (leaf.aggregation() instanceof MetricsAggregation.Compare compare) {
            return NaiveComparison.series(compare, counted, this::interval, intervals);
        }
        Map<List<Map.Entry<String, Static>>, List<NaiveSpan>> groups = new LinkedHashMap<>();
        boolean isCount = leaf.aggregation() instanceof MetricsAggregation.Counting;
        if (isCount && leaf.aggregation().by().isEmpty()) groups.put(List.of(), new ArrayList<>());
        for (NaiveSpan span : counted) {
            groups.computeIfAbsent(labels(leaf.aggregation().by(), span), _ -> new ArrayList<>())
                    .add(span);
        }
        var series = new ArrayList<NaiveSeries>();
        groups.forEach((labels, own) -> series.addAll(
                switch (leaf.aggregation()) {
                    case MetricsAggregation.Counting counting -> List.of(counts(counting, labels, own));
                    case MetricsAggregation.OverTime over
                    when over.function() == MetricsAggregation.OverTimeFunction.HISTOGRAM ->
                        histogram(over.of(), labels, own);
                    case MetricsAggregation.OverTime over -> overTime(over, labels, own);
                    case MetricsAggregation.Quantiles quantiles -> quantiles(quantiles, labels, own);
                    case MetricsAggregation.Compare _ -> List.<NaiveSeries>of();
                }));
        return series;
    }

    /// The interval that counts a span, or -1: intervals are open to the left, and so is the range.
    private int interval(NaiveSpan span) {
        long start = span.span().getStartTimeUnixNano();
        if (start <= request.startUnixNanos() || start > request.endUnixNanos()) return -1;
        for (int i = 0; i < intervals; i++) {
            if (start > first + i * step && start <= first + (i + 1) * step) return i;
        }
        throw new IllegalStateException("no interval holds " + start);
    }

    private static List<Map.Entry<String, Static>> labels(List<FieldReference> by, NaiveSpan span) {
        var labels = new ArrayList<Map.Entry<String, Static>>();
        for (FieldReference field : by) {
            Static value = groupValue(field, span);
            if (!value.equals(Static.NIL)) labels.add(Map.entry(field.canonical(), value));
        }
        if (labels.isEmpty() && !by.isEmpty())
            labels.add(Map.entry(by.getFirst().canonical(), NIL_TEXT));
        return labels;
    }

    /// Of events and of links the first that has a value decides.
    private static Static groupValue(FieldReference field, NaiveSpan span) {
        var values = new ArrayList<Static>();
        for (Span.Event event : span.span().getEventsList()) {
            values.add(span.value(field, Optional.of(event), Optional.empty()));
        }
        for (Span.Link link : span.span().getLinksList()) {
            values.add(span.value(field, Optional.empty(), Optional.of(link)));
        }
        values.add(span.value(field, Optional.empty(), Optional.empty()));
        Static none = field == IntrinsicField.EVENT_NAME ? new Static.Text("") : Static.NIL;
        return values.stream()
                .filter(value -> !value.equals(Static.NIL))
                .findFirst()
                .orElse(none);
    }

    private NaiveSeries counts(
            MetricsAggregation.Counting counting, List<Map.Entry<String, Static>> labels, List<NaiveSpan> own) {
        boolean isRate = counting.function() == MetricsAggregation.CountFunction.RATE;
        return named(
                counting.function().text(),
                counting,
                labels,
                values(own, in -> isRate ? in.size() / (step / 1e9) : in.size()));
    }

    private static NaiveSeries named(
            String function, MetricsAggregation of, List<Map.Entry<String, Static>> labels, double[] values) {
        var series = new NaiveSeries(labels, values);
        return of.by().isEmpty() ? series.with(NaiveSeries.NAME, new Static.Text(function)) : series;
    }

    private double[] values(List<NaiveSpan> spans, ToDoubleFunction<List<NaiveSpan>> value) {
        double[] values = new double[intervals];
        for (int i = 0; i < intervals; i++) {
            int interval = i;
            values[i] = value.applyAsDouble(
                    spans.stream().filter(span -> interval(span) == interval).toList());
        }
        return values;
    }

    private List<NaiveSeries> overTime(
            MetricsAggregation.OverTime over, List<Map.Entry<String, Static>> labels, List<NaiveSpan> own) {
        double[] values = values(own, in -> {
            double[] numbers = in.stream()
                    .map(span -> measured(over.of(), span))
                    .filter(value -> value.type().isNumeric())
                    .mapToDouble(value -> over.of() == IntrinsicField.DURATION
                            ? StaticOps.toDouble(value) / 1e9
                            : StaticOps.toDouble(value))
                    .toArray();
            return numbers.length == 0 ? Double.NaN : folded(over.function(), numbers);
        });
        return NaiveArithmetic.present(List.of(named(over.function().text(), over, labels, values)));
    }

    private static double folded(MetricsAggregation.OverTimeFunction function, double[] numbers) {
        double result = numbers[0];
        for (int i = 1; i < numbers.length; i++) {
            result = switch (function) {
                case MIN -> Math.min(result, numbers[i]);
                case MAX -> Math.max(result, numbers[i]);
                default -> result + numbers[i];
            };
        }
        return function == MetricsAggregation.OverTimeFunction.AVG ? result / numbers.length : result;
    }

    /// With the first event and the first link bound.
    private static Static measured(FieldReference field, NaiveSpan span) {
        return span.value(
                field,
                span.span().getEventsList().stream().findFirst(),
                span.span().getLinksList().stream().findFirst());
    }

    private List<NaiveSeries> histogram(
            FieldReference of, List<Map.Entry<String, Static>> labels, List<NaiveSpan> own) {
        var series = new ArrayList<NaiveSeries>();
        var bounds = new TreeSet<Long>();
        for (NaiveSpan span : own) bucket(of, span).ifPresent(bounds::add);
        for (long bound : bounds) {
            double[] values = values(
                    own,
                    in -> in.stream()
                            .filter(span -> bucket(of, span).equals(Optional.of(bound)))
                            .count());
            series.add(new NaiveSeries(labels, values).with("__bucket", new Static.Float(bound / unit(of))));
        }
        return series;
    }

    /// The least power of two that is not below an integer of at least 2.
    private static Optional<Long> bucket(FieldReference of, NaiveSpan span) {
        long whole = switch (measured(of, span)) {
            case Static.Int(long number) -> number;
            case Static.Duration(long nanos) -> nanos;
            default -> 0;
        };
        if (whole < 2) return Optional.empty();
        long bound = 2;
        while (bound < whole) bound *= 2;
        return Optional.of(bound);
    }

    private static double unit(FieldReference of) {
        boolean isDuration = of == IntrinsicField.DURATION
                || of == IntrinsicField.TRACE_DURATION
                || of == IntrinsicField.EVENT_TIME_SINCE_START;
        return isDuration ? 1e9 : 1;
    }

    private List<NaiveSeries> quantiles(
            MetricsAggregation.Quantiles quantiles, List<Map.Entry<String, Static>> labels, List<NaiveSpan> own) {
        if (own.stream().allMatch(span -> bucket(quantiles.of(), span).isEmpty())) return List.of();
        var series = new ArrayList<NaiveSeries>();
        for (double quantile : quantiles.quantiles()) {
            double[] values = values(own, in -> {
                List<Long> bounds = in.stream()
                        .flatMap(span -> bucket(quantiles.of(), span).stream())
                        .sorted()
                        .toList();
                return quantile(bounds, quantile) / unit(quantiles.of());
            });
            series.add(new NaiveSeries(labels, values).with("p", new Static.Float(quantile)));
        }
        return series;
    }

    /// The value of a rank, interpolated within its bucket on a logarithmic scale.
    private static double quantile(List<Long> bounds, double quantile) {
        if (bounds.isEmpty()) return 0;
        int rank = Math.max(1, (int) Math.ceil(quantile * bounds.size()));
        long bound = bounds.get(rank - 1);
        int below = bounds.indexOf(bound);
        int upTo = bounds.lastIndexOf(bound) + 1;
        if (rank == upTo) return bound;
        double upper = Long.numberOfTrailingZeros(bound);
        double lower = below == 0 ? upper - 1 : Long.numberOfTrailingZeros(bounds.get(below - 1));
        return Math.pow(2, lower + (upper - lower) * (rank - below) / (upTo - below));
    }
}
