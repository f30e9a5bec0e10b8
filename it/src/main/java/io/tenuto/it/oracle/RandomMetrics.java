package io.tenuto.it.oracle;

import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.metrics.MetricsRequest;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Random metrics queries over the keys and values of [RandomSpans].
public final class RandomMetrics {
    private static final long MILLISECOND = 1_000_000L;
    private static final String[] MEASURED = {
        "span.w",
        ".w",
        "span.a",
        "span.n",
        ".a",
        "event.a",
        "link.b",
        "traceDuration",
        "event:timeSinceStart",
        "span:childCount",
        "nestedSetLeft",
        "resource.n",
        "name",
        "span.serial"
    };
    private static final String[] FIELDS = {
        "name",
        "kind",
        "status",
        "statusMessage",
        "rootName",
        "rootServiceName",
        "resource.service.name",
        "event:name",
        "span:childCount",
        "instrumentation:name",
        "instrumentation:version",
        "span.flag",
        "span.b",
        "trace:id"
    };

    private final RandomGenerator random;
    private final RandomSearches searches;

    public RandomMetrics(RandomGenerator random) {
        this.random = random;
        this.searches = new RandomSearches(random);
    }

    /// A request whose query validates, about the time in which the spans lie.
    public MetricsRequest next() {
        while (true) {
            String text = query();
            try {
                if (TraceQl.parse(text) instanceof Query.Metrics metrics) return request(metrics);
            } catch (TraceQlException _) {
                // Typed mostly right; what is not is thrown away.
            }
        }
    }

    private MetricsRequest request(Query.Metrics query) {
        long start = RandomSpans.START + random.nextInt(-3, 6) * MILLISECOND + jitter();
        long end = start + random.nextInt(3, 40) * MILLISECOND + jitter();
        boolean isInstant = random.nextInt(6) == 0;
        long step = isInstant ? end - start : random.nextInt(1, 12) * MILLISECOND + random.nextInt(3) * jitter();
        boolean isCut = random.nextInt(4) == 0 && !query.canonical().contains("compare(");
        int seriesMax = isCut ? 1 + random.nextInt(5) : 0;
        return new MetricsRequest(query, start, end, step, isInstant, seriesMax, 0);
    }

    /// Mostly none, so that borders are met.
    private long jitter() {
        return random.nextInt(3) == 0 ? random.nextInt(1000) : 0;
    }

    private String query() {
        return switch (random.nextInt(12)) {
            // Sums of fractions of seconds depend on their order by a bit, so nothing is done to them afterwards.
            case 0 -> pipeline() + " | " + pick("sum", "avg") + "_over_time(duration)" + by();
            case 1 -> pipeline() + " | " + comparison();
            default -> expression(random.nextInt(3));
        };
    }

    private String comparison() {
        return switch (random.nextInt(3)) {
            case 0 -> "compare(" + searches.filter() + ")";
            case 1 -> "compare(" + searches.filter() + ", " + (1 + random.nextInt(4)) + ")";
            default -> {
                long start = RandomSpans.START + random.nextInt(10) * MILLISECOND;
                yield "compare(" + searches.filter() + ", 20, " + start + ", " + (start + 9 * MILLISECOND) + ")";
            }
        };
    }

    private String expression(int depth) {
        if (depth == 0) return leaf();
        return switch (random.nextInt(4)) {
            case 0, 1 -> {
                // The same groups on both sides meet; others find no partner.
                String by = by();
                yield "(" + leaf(by) + ") " + pick("+", "-", "*", "/") + " (" + leaf(random.nextBoolean() ? by : by())
                        + ")" + stages();
            }
            case 2 -> "(" + expression(depth - 1) + ") " + pick("+", "-", "*", "/") + " " + pick("2", "0.5", "0", "3");
            default -> pick("2", "0.5", "1", "0") + " " + pick("+", "-", "*", "/") + " (" + expression(depth - 1) + ")";
        };
    }

    private String leaf() {
        return leaf(by());
    }

    private String leaf(String by) {
        return pipeline() + " | " + aggregation() + by + stages();
    }

    /// Seldom one that needs whole traces; often one that keeps many spans, so that there is something to count.
    private String pipeline() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> "{ }";
            case 3 -> searches.query();
            case 4, 5 -> "{ " + pick("kind != server", "status != error", "span.serial > 4", "name != `x`") + " }";
            default -> searches.filter();
        };
    }

    private String aggregation() {
        String measured = random.nextInt(3) == 0 ? "duration" : pick(MEASURED);
        return switch (random.nextInt(9)) {
            case 0, 1 -> "rate()";
            case 2, 3 -> "count_over_time()";
            case 4 -> pick("min", "max") + "_over_time(" + measured + ")";
            case 5 -> pick("sum", "avg") + "_over_time(" + pick(MEASURED) + ")";
            case 6 -> "histogram_over_time(" + measured + ")";
            default -> "quantile_over_time(" + measured + ", " + pick(".5", "0, 1", ".25, .9, .99") + ")";
        };
    }

    private String by() {
        int count = random.nextInt(4);
        if (count == 0) return "";
        // Each key once: the label of a key named twice comes twice, and then a value that is absent and the text "nil"
        // may make two series of one name, which have no order.
        Set<String> fields = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) fields.add(random.nextInt(3) == 0 ? searches.attribute() : pick(FIELDS));
        return " by (" + String.join(", ", fields) + ")";
    }

    private String stages() {
        var stages = new StringBuilder();
        while (random.nextInt(4) == 0) {
            stages.append(
                    switch (random.nextInt(3)) {
                        case 0 -> " | topk(" + (1 + random.nextInt(4)) + ")";
                        case 1 -> " | bottomk(" + (1 + random.nextInt(4)) + ")";
                        default ->
                            " " + pick("=", "!=", "<", "<=", ">", ">=") + " " + pick("0", "1", "2", "0.5", "1ms");
                    });
        }
        return stages.toString();
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
