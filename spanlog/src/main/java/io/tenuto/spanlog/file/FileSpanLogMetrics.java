package io.tenuto.spanlog.file;

import io.tenuto.base.Metrics;

/// appended requests = forced + refused(by reason).
final class FileSpanLogMetrics {
    final Metrics.Counter appendedRecords;
    final Metrics.Counter appendedBytes;
    final Metrics.Counter refused;
    final Metrics.Counter removedBytes;
    final Metrics.Histogram forceSeconds;
    final Metrics.Histogram batchRequests;
    final Metrics.Gauge sizeBytes;

    FileSpanLogMetrics(Metrics metrics) {
        appendedRecords = metrics.counter("tenuto_span_log_appended_records_total", "Records made durable.");
        appendedBytes = metrics.counter("tenuto_span_log_appended_bytes_total", "Bytes of frames made durable.");
        refused = metrics.counter("tenuto_span_log_refused_requests_total", "Requests not appended.", "reason");
        removedBytes = metrics.counter("tenuto_span_log_removed_bytes_total", "Bytes of covered files removed.");
        double[] seconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
        forceSeconds = metrics.histogram("tenuto_span_log_force_seconds", "Time of one write and force.", seconds);
        double[] requests = {1, 2, 4, 8, 16, 32, 64, 128};
        batchRequests = metrics.histogram("tenuto_span_log_batch_requests", "Requests per force.", requests);
        sizeBytes = metrics.gauge("tenuto_span_log_size_bytes", "Bytes of all files.");
    }
}
