package io.tenuto.spanlog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Metrics;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.OffsetGoneException;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogContract;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of a span log, and what only Kafka can do, against a real broker.
@Tag("peer")
final class KafkaSpanLogTest extends SpanLogContract {
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static KafkaBroker broker;

    private String topic = "spans-" + TOPICS.incrementAndGet();

    @BeforeAll
    static void startBroker(@TempDir Path folder) throws Exception {
        broker = KafkaBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    private static Deadline soon() {
        return Deadline.after(Clock.system(), Duration.ofSeconds(60));
    }

    private KafkaSpanLog open(Duration requestTimeout) {
        KafkaSpanLogConfig plain = KafkaSpanLogConfig.of(broker.address(), topic, 3);
        var config = new KafkaSpanLogConfig(
                plain.address(),
                plain.topic(),
                plain.partitionCount(),
                true,
                plain.consumerGroup(),
                plain.recordBytesMax(),
                plain.bufferBytes(),
                plain.lingerMillis(),
                requestTimeout,
                Map.of());
        return new KafkaSpanLog(config, Clock.system(), Metrics.none(), soon());
    }

    @Override
    protected SpanLog openLog() {
        return open(Duration.ofSeconds(10));
    }

    @Override
    protected Optional<SpanLog> reopen(SpanLog log) {
        log.close();
        return Optional.of(openLog());
    }

    @Test
    void nothingAcknowledgedIsLostWhenTheBrokerIsKilled() throws Exception {
        try (KafkaSpanLog log = open(Duration.ofSeconds(2))) {
            for (int i = 0; i < 50; i++) append(log, record(0, "before " + i));
            broker.kill();
            assertThatThrownBy(() -> log.append(
                            List.of(record(0, "meanwhile")), Deadline.after(Clock.system(), Duration.ofSeconds(3))))
                    .isInstanceOfSatisfying(
                            SpanLogException.class,
                            e -> assertThat(e.isRetryable()).isTrue());
            broker.startAgain();
            appendAtLast(log, record(0, "after"));
            List<String> values = read(log, 0, 0, 51);
            for (int i = 0; i < 50; i++) assertThat(values).contains("before " + i);
            assertThat(values).contains("after");
        }
    }

    private static void appendAtLast(SpanLog log, LogRecord record) {
        Deadline deadline = soon();
        while (true) {
            try {
                log.append(List.of(record), Deadline.after(Clock.system(), Duration.ofSeconds(5)));
                return;
            } catch (SpanLogException e) {
                if (deadline.hasPassed()) throw e;
            }
        }
    }

    @Test
    void aTopicMadeAnewIsAnotherLog() throws Exception {
        LogIdentity before;
        try (SpanLog log = openLog()) {
            before = log.identity();
            append(log, record(0, "old"));
        }
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.address()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        Deadline deadline = soon();
        while (true) {
            try (SpanLog log = openLog()) {
                if (log.identity().equals(before)) continue;
                assertThat(log.endOffset(0)).isZero();
                return;
            } catch (SpanLogException e) {
                // Deleting takes the broker a moment.
                if (deadline.hasPassed()) throw e;
            }
        }
    }

    @Test
    void recordsOfOtherProducersAreReadWithoutATenant() throws Exception {
        try (SpanLog log = openLog()) {
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers", broker.address(),
                    "key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer",
                    "value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
            try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
                producer.send(new ProducerRecord<>(topic, 1, 1_700_000_000_123L, null, "otlp".getBytes()))
                        .get();
            }
            try (LogReader reader = log.open(1, 0)) {
                StoredRecord stored = reader.poll(10, 1000, soon()).getFirst();
                assertThat(stored.record().tenant()).isEmpty();
                assertThat(stored.record().receivedUnixNanos()).isEqualTo(1_700_000_000_123_000_000L);
                assertThat(stored.record().value()).isEqualTo(ByteSlice.utf8("otlp"));
            }
            assertThat(log.endOffset(1)).isEqualTo(1);
        }
    }

    @Test
    void anOffsetThatIsGoneIsTold() throws Exception {
        try (SpanLog log = openLog()) {
            for (int i = 0; i < 5; i++) append(log, record(2, "r" + i));
            try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.address()))) {
                admin.deleteRecords(Map.of(new TopicPartition(topic, 2), RecordsToDelete.beforeOffset(3)))
                        .all()
                        .get();
            }
            assertThat(log.startOffset(2)).isEqualTo(3);
            try (LogReader reader = log.open(2, 1)) {
                assertThatThrownBy(() -> reader.poll(10, 1000, soon()))
                        .isInstanceOfSatisfying(
                                OffsetGoneException.class,
                                e -> assertThat(e.startOffset()).isEqualTo(3));
            }
        }
    }

    @Test
    void anUnsafeTopicIsWarnedOf() {
        try (KafkaSpanLog log = open(Duration.ofSeconds(10))) {
            assertThat(log.warnings()).anyMatch(warning -> warning.contains("the loss of one broker loses"));
        }
    }

    @Test
    void tooLargeARecordIsRefusedForGood() {
        try (SpanLog log = openLog()) {
            var large = new LogRecord(0, Optional.of("t"), 1, false, ByteSlice.of(new byte[25 << 20]));
            assertThatThrownBy(() -> append(log, large))
                    .isInstanceOfSatisfying(
                            SpanLogException.class,
                            e -> assertThat(e.isRetryable()).isFalse());
        }
    }
}
