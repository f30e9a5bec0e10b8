package io.tenuto.base;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;

/// Metrics that a test can read: what was counted, set or observed, by name and label values: `name|a|b`. Thread safe.
public final class CountedMetrics implements Metrics {
    private final Map<String, Double> sums = new ConcurrentSkipListMap<>();
    private final Map<String, Long> observed = new ConcurrentSkipListMap<>();

    @Override
    public Counter counter(String name, String help, String... labelNames) {
        return (amount, labels) -> sums.merge(key(name, labels), amount, Double::sum);
    }

    @Override
    public Gauge gauge(String name, String help, String... labelNames) {
        return (value, labels) -> sums.put(key(name, labels), value);
    }

    @Override
    public void gaugeFrom(String name, String help, DoubleSupplier value) {}

    @Override
    public Histogram histogram(String name, String help, double[] bucketBounds, String... labelNames) {
        return (value, labels) -> observed.merge(key(name, labels), 1L, Long::sum);
    }

    private static String key(String name, String... labels) {
        return name + '|' + String.join("|", labels);
    }

    /// What was added, or set last, under these label values.
    public double sum(String name, String... labelValues) {
        return sums.getOrDefault(key(name, labelValues), 0.0);
    }

    /// How often a histogram was given a value, by label values.
    public Map<String, Long> observations(String name) {
        var found = new TreeMap<String, Long>();
        observed.forEach((key, count) -> {
            if (key.startsWith(name + '|')) found.put(key.substring(name.length() + 1), count);
        });
        return found;
    }

    /// The values of a gauge or counter, by label values.
    public Map<String, Double> values(String name) {
        var found = new TreeMap<String, Double>();
        sums.forEach((key, value) -> {
            if (key.startsWith(name + '|')) found.put(key.substring(name.length() + 1), value);
        });
        return found;
    }
}
