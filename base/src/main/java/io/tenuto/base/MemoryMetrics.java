package io.tenuto.base;

/// used bytes = taken − given back, per use; refused takings are counted by use and reason.
final class MemoryMetrics {
    final Metrics.Gauge usedBytes;
    final Metrics.Counter refusals;
    final Metrics.Counter waits;

    MemoryMetrics(Metrics metrics, long maxBytes) {
        usedBytes = metrics.gauge("tenuto_memory_used_bytes", "Bytes of the memory budget in use, by use.", "use");
        refusals = metrics.counter(
                "tenuto_memory_refusals_total",
                "Takings refused: above the use's ceiling, the budget full, or more than ever fits.",
                "use",
                "reason");
        waits = metrics.counter("tenuto_memory_waits_total", "Jobs that waited for others to give back.", "use");
        metrics.gaugeFrom("tenuto_memory_budget_bytes", "The memory budget that all uses share.", () -> maxBytes);
    }
}
