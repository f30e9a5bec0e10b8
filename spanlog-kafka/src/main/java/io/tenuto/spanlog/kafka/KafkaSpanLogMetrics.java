package io.tenuto.spanlog.kafka;

import io.tenuto.base.Metrics;

/// appended records = acknowledged + refused(by reason).
final class KafkaSpanLogMetrics {
    final Metrics.Counter appendedRecords;
    final Metrics.Counter appendedBytes;
    final Metrics.Counter refused;
    final Metrics.Histogram ackSeconds;
    final Metrics.Counter foreignRecords;

    KafkaSpanLogMetrics(Metrics metrics) {
        appendedRecords = metrics.counter("tenuto_span_log_appended_records_total", "Records made durable.");
        appendedBytes = metrics.counter("tenuto_span_log_appended_bytes_total", "Bytes of values made durable.");
        refused = metrics.counter("tenuto_span_log_refused_requests_total", "Requests not appended.", "reason");
        double[] seconds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
        ackSeconds = metrics.histogram(
                "tenuto_span_log_ack_seconds", "Time until the in-sync replicas had a request's records.", seconds);
        foreignRecords =
                metrics.counter("tenuto_span_log_foreign_records_total", "Records read that other producers wrote.");
    }
}
