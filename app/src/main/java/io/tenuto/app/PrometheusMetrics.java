package io.tenuto.app;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tenuto.base.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleSupplier;

/// Metrics for Prometheus to scrape. Thread safe.
final class PrometheusMetrics implements Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Override
    public Counter counter(String name, String help, String... labelNames) {
        var counter = io.prometheus.metrics.core.metrics.Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames)
                .register(registry);
        return (amount, labels) -> counter.labelValues(labels).inc(amount);
    }

    @Override
    public Gauge gauge(String name, String help, String... labelNames) {
        var gauge = io.prometheus.metrics.core.metrics.Gauge.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames)
                .register(registry);
        return (value, labels) -> gauge.labelValues(labels).set(value);
    }

    @Override
    public void gaugeFrom(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    @Override
    public Histogram histogram(String name, String help, double[] bucketBounds, String... labelNames) {
        var histogram = io.prometheus.metrics.core.metrics.Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames)
                .classicOnly()
                .classicUpperBounds(bucketBounds)
                .register(registry);
        return (value, labels) -> histogram.labelValues(labels).observe(value);
    }

    PrometheusRegistry registry() {
        return registry;
    }

    /// All metrics in the text format.
    String scrape() {
        var out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
