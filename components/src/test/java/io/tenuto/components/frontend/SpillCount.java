package io.tenuto.components.frontend;

import io.tenuto.base.Metrics;
import java.util.function.DoubleSupplier;

/// Counts segments of live rows that went to disk.
final class SpillCount implements Metrics {
    double spilled;

    @Override
    public Counter counter(String name, String help, String... labelNames) {
        boolean counts = name.equals("tenuto_live_store_spilled_segments_total");
        return (amount, labelValues) -> spilled += counts ? amount : 0;
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
