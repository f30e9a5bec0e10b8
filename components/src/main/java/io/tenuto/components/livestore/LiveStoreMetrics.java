package io.tenuto.components.livestore;

import io.tenuto.base.Metrics;
import java.util.function.DoubleSupplier;

/// records of the log = live + dropped after coverage + skipped(by reason);
/// rows = live + dropped + discarded(by reason).
final class LiveStoreMetrics {
    final Metrics.Counter consumedRecords;
    final Metrics.Counter skippedRecords;
    final Metrics.Counter sealedSegments;
    final Metrics.Counter droppedBytes;
    final Metrics.Counter discardedRows;
    final Metrics.Counter pauses;
    final Metrics.Counter spilledSegments;
    final Metrics.Counter spilledBytes;
    final Metrics.Counter spillRefusals;
    final Metrics.Counter damagedFiles;
    final Metrics.Gauge diskBytes;
    final Metrics.Gauge diskSegments;
    final Metrics.Gauge lagRecords;
    final Metrics.Gauge floor;
    final Metrics.Gauge end;

    LiveStoreMetrics(Metrics metrics, DoubleSupplier memoryBytes) {
        consumedRecords = metrics.counter(
                "tenuto_live_store_consumed_records_total", "Records read from the span log.", "partition");
        skippedRecords =
                metrics.counter("tenuto_live_store_skipped_records_total", "Records not kept, by reason.", "reason");
        sealedSegments = metrics.counter("tenuto_live_store_sealed_segments_total", "Segments that became immutable.");
        droppedBytes = metrics.counter(
                "tenuto_live_store_dropped_bytes_total", "Bytes of live rows let go after blocks covered them.");
        discardedRows = metrics.counter(
                "tenuto_live_store_discarded_rows_total",
                "Rows let go although the live store could not tell that blocks cover them, by reason.",
                "reason");
        pauses = metrics.counter(
                "tenuto_live_store_pauses_total",
                "Times that consuming stopped for want of memory, by whose budget was used up.",
                "reason");
        spilledSegments = metrics.counter(
                "tenuto_live_store_spilled_segments_total", "Sealed segments that went from memory to disk.");
        spilledBytes =
                metrics.counter("tenuto_live_store_spilled_bytes_total", "Bytes of sealed segments written to disk.");
        spillRefusals = metrics.counter(
                "tenuto_live_store_spill_refusals_total",
                "Times that live rows had to stay in memory, by reason.",
                "reason");
        damagedFiles = metrics.counter(
                "tenuto_live_store_damaged_files_total",
                "Files of live rows that were not as written: their rows were read from the log again.");
        diskBytes = metrics.gauge("tenuto_live_store_disk_bytes", "Bytes of live rows on disk.");
        diskSegments = metrics.gauge("tenuto_live_store_disk_segments", "Segments of live rows on disk.");
        lagRecords = metrics.gauge(
                "tenuto_live_store_lag_records", "Durable records of the log not yet readable here.", "partition");
        floor = metrics.gauge("tenuto_live_store_floor_offset", "First offset still held.", "partition");
        end = metrics.gauge("tenuto_live_store_end_offset", "One past the last readable offset.", "partition");
        metrics.gaugeFrom("tenuto_live_store_memory_bytes", "Bytes of live rows in memory.", memoryBytes);
    }
}
