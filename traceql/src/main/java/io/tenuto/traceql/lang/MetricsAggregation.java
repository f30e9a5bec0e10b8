package io.tenuto.traceql.lang;

import java.util.List;

/// How spans become series.
public sealed interface MetricsAggregation {
    /// The labels, in the order written; empty for one series.
    List<FieldReference> by();

    default String canonical() {
        return Printer.print(this);
    }

    /// `rate()` or `count_over_time()`.
    record Counting(CountFunction function, List<FieldReference> by) implements MetricsAggregation {
        public Counting {
            by = List.copyOf(by);
        }
    }

    /// `min_over_time(of)` and its like.
    record OverTime(OverTimeFunction function, FieldReference of, List<FieldReference> by)
            implements MetricsAggregation {
        public OverTime {
            by = List.copyOf(by);
        }
    }

    /// `quantile_over_time(of, q, ...)`; the quantiles are within 0 to 1 after validation.
    record Quantiles(FieldReference of, List<Double> quantiles, List<FieldReference> by) implements MetricsAggregation {
        public Quantiles {
            quantiles = List.copyOf(quantiles);
            by = List.copyOf(by);
        }
    }

    /// `compare({selection}, topN, start, end)`; the times are Unix nanoseconds, both 0 when not given.
    record Compare(SpansetExpression.Filter selection, long topN, long startUnixNanos, long endUnixNanos)
            implements MetricsAggregation {
        public static final long DEFAULT_TOP_N = 10;

        @Override
        public List<FieldReference> by() {
            return List.of();
        }
    }

    enum CountFunction {
        RATE("rate"),
        COUNT_OVER_TIME("count_over_time");

        private final String text;

        CountFunction(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    enum OverTimeFunction {
        MIN("min_over_time"),
        MAX("max_over_time"),
        SUM("sum_over_time"),
        AVG("avg_over_time"),
        HISTOGRAM("histogram_over_time");

        private final String text;

        OverTimeFunction(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
