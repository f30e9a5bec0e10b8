package io.tenuto.components.distributor;

import io.tenuto.base.Metrics;

/// received spans = accepted + discarded(by reason).
final class DistributorMetrics {
    final Metrics.Counter receivedSpans;
    final Metrics.Counter receivedBytes;
    final Metrics.Counter acceptedSpans;
    final Metrics.Counter discardedSpans;
    final Metrics.Counter truncatedAttributes;
    final Metrics.Counter appendedRecords;
    final Metrics.Counter refusedLarge;
    final Metrics.Histogram appendSeconds;

    DistributorMetrics(Metrics metrics) {
        receivedSpans = metrics.counter("tempo_distributor_spans_received_total", "Spans received.", "tenant");
        receivedBytes = metrics.counter("tempo_distributor_bytes_received_total", "Bytes received.", "tenant");
        acceptedSpans = metrics.counter(
                "tenuto_distributor_accepted_spans_total", "Spans acknowledged: durable in the log.", "tenant");
        discardedSpans = metrics.counter("tempo_discarded_spans_total", "Spans refused.", "reason", "tenant");
        truncatedAttributes = metrics.counter(
                "tempo_distributor_attributes_truncated_total", "Attributes cut to the limit.", "tenant", "scope");
        appendedRecords = metrics.counter(
                "tenuto_distributor_appended_records_total",
                "Records that requests became: one for each partition that they touch.");
        refusedLarge = metrics.counter(
                "tenuto_distributor_large_requests_refused_total",
                "Requests refused since large ones held their share of memory.");
        double[] bounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
        appendSeconds =
                metrics.histogram("tenuto_distributor_append_seconds", "Time until a request was durable.", bounds);
    }
}
