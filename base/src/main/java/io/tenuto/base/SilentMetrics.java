package io.tenuto.base;

import java.util.function.DoubleSupplier;

/// Accepts everything, keeps nothing.
enum SilentMetrics implements Metrics {
    INSTANCE;

    @Override
    public Counter counter(String name, String help, String... labelNames) {
        return (amount, labelValues) -> {};
    }

    @Override
    public Gauge gauge(String name, String help, String... labelNames) {
        return (value, labelValues) -> {};
    }

    @Override
    public void gaugeFrom(String name, String help, DoubleSupplier value) {}

    @Override
    public Histogram histogram(String name, String help, double[] bucketBounds, String... labelNames) {
        return (value, labelValues) -> {};
    }
}
