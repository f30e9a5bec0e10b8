package io.tenuto.base;

import java.util.function.DoubleSupplier;

/// Where a component creates its metrics. Names and labels follow the metrics rules of the style guide.
///
/// Implementations are thread safe. Creating the same name twice is an error. Label values are given per call, in the
/// order of the label names at creation.
public interface Metrics {
    Counter counter(String name, String help, String... labelNames);

    Gauge gauge(String name, String help, String... labelNames);

    /// A gauge without labels that is read when scraped.
    void gaugeFrom(String name, String help, DoubleSupplier value);

    /// A histogram with upper bucket bounds, ascending, without +Inf.
    Histogram histogram(String name, String help, double[] bucketBounds, String... labelNames);

    interface Counter {
        void add(double amount, String... labelValues);

        default void increment(String... labelValues) {
            add(1, labelValues);
        }
    }

    interface Gauge {
        void set(double value, String... labelValues);
    }

    interface Histogram {
        void observe(double value, String... labelValues);
    }

    /// Metrics that nobody reads.
    static Metrics none() {
        return SilentMetrics.INSTANCE;
    }
}
