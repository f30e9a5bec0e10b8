package io.tenuto.spanlog.kafka;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.spanlog.SpanLogException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/// First and last offsets of the partitions. Own appends are known at once; what others wrote is asked for when the
/// last answer has grown old, so that a query costs no round trip of its own. Thread safe.
final class Ends {
    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();
    private static final long IDENTITY_NANOS = Duration.ofSeconds(30).toNanos();

    private final Admin admin;
    private final KafkaSpanLogConfig config;
    private final Topic topic;
    private final Clock clock;
    private final AtomicLongArray ends;
    /// One asks at a time; the others take what is known.
    private final ReentrantLock asking = new ReentrantLock();

    private volatile long askedNanos;
    private volatile long identifiedNanos;

    Ends(Admin admin, KafkaSpanLogConfig config, Topic topic, Clock clock) {
        this.admin = admin;
        this.config = config;
        this.topic = topic;
        this.clock = clock;
        this.ends = new AtomicLongArray(topic.partitionCount());
        this.identifiedNanos = clock.monotonicNanos();
        ask();
    }

    void appended(int partition, long end) {
        ends.accumulateAndGet(partition, end, Math::max);
    }

    long end(int partition) {
        if (clock.monotonicNanos() - askedNanos > FRESH_NANOS && asking.tryLock()) {
            try {
                ask();
            } catch (SpanLogException e) {
                // With the brokers away nobody can have appended anything.
                if (!e.isRetryable()) throw e;
            } finally {
                asking.unlock();
            }
        }
        return ends.get(partition);
    }

    private void ask() {
        long now = clock.monotonicNanos();
        Map<TopicPartition, Long> found = offsets(OffsetSpec.latest());
        found.forEach((partition, end) -> appended(partition.partition(), end));
        askedNanos = now;
        if (now - identifiedNanos > IDENTITY_NANOS) {
            checkIdentity();
            identifiedNanos = now;
        }
    }

    /// A topic that was deleted and made again is another log: going on would mix their offsets.
    private void checkIdentity() {
        Optional<TopicDescription> now = Topic.describe(admin, config, patience());
        boolean isSame = now.isPresent()
                && now.get().topicId().toString().equals(topic.identity().value());
        if (!isSame)
            throw new SpanLogException("topic " + config.topic() + " is no longer the one that was opened", false);
    }

    long start(int partition) {
        return offsets(OffsetSpec.earliest()).getOrDefault(new TopicPartition(config.topic(), partition), 0L);
    }

    private Deadline patience() {
        return Deadline.after(clock, config.requestTimeout());
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec spec) {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        for (int p = 0; p < topic.partitionCount(); p++) asked.put(new TopicPartition(config.topic(), p), spec);
        var found = new HashMap<TopicPartition, Long>();
        try {
            Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> answer =
                    Topic.get(admin.listOffsets(asked).all(), patience());
            answer.forEach((partition, offset) -> found.put(partition, offset.offset()));
        } catch (ExecutionException e) {
            throw Topic.failure("offsets of " + config.topic(), Topic.cause(e));
        }
        return found;
    }
}
