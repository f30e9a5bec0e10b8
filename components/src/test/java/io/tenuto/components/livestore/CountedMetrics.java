package io.tenuto.components.livestore;

import io.tenuto.base.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/// Metrics that a test can read: the sum of each counter by name and label values.
final class CountedMetrics implements Metrics {
    private final Map<List<String>, Double> sums = new ConcurrentHashMap<>();

    /// What was added under these label values.
    double sum(String name, String... labelValues) {
        return sums.getOrDefault(key(name, labelValues), 0.0);
    }

    private static List<String> key(String name, String... labelValues) {
        return List.of(name, String.join(",", labelValues));
    }

    @Override
    public Counter counter(String name, String help, String... labelNames) {
        return (amount, labelValues) -> sums.merge(key(name, labelValues), amount, Double::sum);
    }

    @Override
    public Gauge gauge(String name, String help, String... labelNames) {
        return (value, labelValues) -> sums.put(key(name, labelValues), value);
    }

    @Override
    public void gaugeFrom(String name, String help, DoubleSupplier value) {}

    @Override
    public Histogram histogram(String name, String help, double[] bucketBounds, String... labelNames) {
        return (value, labelValues) -> {};
    }
}
