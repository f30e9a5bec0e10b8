package io.tenuto.spanlog.kafka;

import io.tenuto.base.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Commits how far blocks cover the log as the offsets of a consumer group, so that Kafka's own tools show the lag. A
/// gauge for people: nothing is ever read back, and a commit that fails is made good by the next.
final class CoverageGauge {
    private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Admin admin;
    private final KafkaSpanLogConfig config;
    private final Clock clock;
    private final Map<TopicPartition, OffsetAndMetadata> covered = new HashMap<>();
    private long committedNanos;

    CoverageGauge(Admin admin, KafkaSpanLogConfig config, Clock clock) {
        this.admin = admin;
        this.config = config;
        this.clock = clock;
        this.committedNanos = clock.monotonicNanos() - PAUSE_NANOS;
    }

    synchronized void covered(int partition, long offset) {
        covered.put(new TopicPartition(config.topic(), partition), new OffsetAndMetadata(offset));
        long now = clock.monotonicNanos();
        if (now - committedNanos < PAUSE_NANOS) return;
        committedNanos = now;
        // Not waited for: it goes its way while blocks go theirs.
        var _ = admin.alterConsumerGroupOffsets(config.consumerGroup(), Map.copyOf(covered));
    }
}
