package io.tenuto.components.blockbuilder;

import io.tenuto.base.Metrics;

/// consumed records = records in published blocks + undecodable + quarantined + in the present cycle; what was rescued
/// was never consumed.
final class BlockBuilderMetrics {
    final Metrics.Counter consumedRecords;
    final Metrics.Counter consumedBytes;
    final Metrics.Counter skippedRecords;
    final Metrics.Counter rescuedRecords;
    final Metrics.Counter cycles;
    final Metrics.Counter cycleEnds;
    final Metrics.Counter blocks;
    final Metrics.Counter blockBytes;
    final Metrics.Counter spans;
    final Metrics.Gauge lagRecords;
    final Metrics.Histogram cycleSeconds;

    BlockBuilderMetrics(Metrics metrics) {
        consumedRecords = metrics.counter(
                "tenuto_block_builder_consumed_records_total", "Records read from the span log.", "partition");
        consumedBytes = metrics.counter(
                "tenuto_block_builder_consumed_bytes_total", "Bytes of records read from the span log.", "partition");
        skippedRecords = metrics.counter(
                "tenuto_block_builder_skipped_records_total", "Records that are in no block, by reason.", "reason");
        rescuedRecords = metrics.counter(
                "tenuto_block_builder_rescued_records_total",
                "Records lost by the log that blocks hold nevertheless, built from live rows.");
        cycles = metrics.counter("tenuto_block_builder_cycles_total", "Ended cycles by outcome.", "outcome");
        cycleEnds = metrics.counter(
                "tenuto_block_builder_cycle_ends_total", "Why committed cycles read no further.", "reason");
        blocks = metrics.counter("tenuto_block_builder_blocks_total", "Blocks published.");
        blockBytes = metrics.counter("tenuto_block_builder_block_bytes_total", "Bytes of blocks published.");
        spans = metrics.counter("tenuto_block_builder_spans_total", "Spans in blocks published.");
        lagRecords = metrics.gauge(
                "tenuto_block_builder_lag_records", "Records of the log that no block covers yet.", "partition");
        double[] bounds = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
        cycleSeconds = metrics.histogram(
                "tenuto_block_builder_publish_seconds", "Time from the end of reading to the commit.", bounds);
    }
}
