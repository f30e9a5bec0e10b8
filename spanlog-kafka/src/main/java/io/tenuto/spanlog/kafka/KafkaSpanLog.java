package io.tenuto.spanlog.kafka;

import io.tenuto.base.Check;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Metrics;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A span log on one Kafka topic. An append returns when the in-sync replicas have every record of the request.
///
/// The records of one request go to several partitions without a transaction: if a broker fails between them, some may
/// be there though the request failed. The sender repeats it, and the copies are twins that one block makes one.
///
/// Retention is the topic's own; what it removes before blocks cover it becomes a gap.
public final class KafkaSpanLog implements SpanLog {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaSpanLogConfig config;
    private final Clock clock;
    private final KafkaSpanLogMetrics metrics;
    private final Admin admin;
    private final Topic topic;
    private final Ends ends;
    private final CoverageGauge coverage;
    private final Set<KafkaReader> readers = ConcurrentHashMap.newKeySet();
    /// Replaced when it has met an error after which it sends nothing more; guarded by this.
    private KafkaProducer<byte[], byte[]> producer;

    private volatile boolean isClosed;

    /// Opens the topic, making it where the configuration allows.
    ///
    /// @throws SpanLogException if no broker answers before the deadline or the topic cannot be a log
    public KafkaSpanLog(KafkaSpanLogConfig config, Clock clock, Metrics metrics, Deadline deadline) {
        this.config = config;
        this.clock = clock;
        this.metrics = new KafkaSpanLogMetrics(metrics);
        this.admin = Admin.create(ClientSettings.admin(config));
        try {
            this.topic = Topic.open(admin, config, deadline);
            this.ends = new Ends(admin, config, topic, clock);
            this.coverage = new CoverageGauge(admin, config, clock);
            this.producer = newProducer();
        } catch (RuntimeException e) {
            admin.close(CLOSE_PATIENCE);
            throw e;
        }
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        return new KafkaProducer<>(ClientSettings.producer(config));
    }

    /// What makes the topic unsafe, for people; empty if nothing does.
    public List<String> warnings() {
        return topic.warnings();
    }

    @Override
    public LogIdentity identity() {
        return topic.identity();
    }

    @Override
    public int partitionCount() {
        return topic.partitionCount();
    }

    @Override
    public List<Long> append(List<LogRecord> records, Deadline deadline) {
        Check.argument(!records.isEmpty(), "a request has no records");
        for (LogRecord record : records) {
            Check.argument(record.partition() < partitionCount(), "no partition %s", record.partition());
            if (record.value().length() > config.recordBytesMax() - 4096) {
                metrics.refused.increment("too_large");
                throw new SpanLogException(
                        "a record of %d bytes; the log takes at most %d"
                                .formatted(record.value().length(), config.recordBytesMax() - 4096),
                        false);
            }
        }
        long begun = clock.monotonicNanos();
        List<Long> offsets = sent(records, deadline);
        metrics.ackSeconds.observe((clock.monotonicNanos() - begun) / 1e9);
        metrics.appendedRecords.add(records.size());
        for (LogRecord record : records)
            metrics.appendedBytes.add(record.value().length());
        return offsets;
    }

    private List<Long> sent(List<LogRecord> records, Deadline deadline) {
        KafkaProducer<byte[], byte[]> sender = sender();
        try {
            var pending = new ArrayList<Future<RecordMetadata>>();
            for (LogRecord record : records) pending.add(sender.send(Records.toKafka(config.topic(), record)));
            var offsets = new ArrayList<Long>();
            for (int i = 0; i < pending.size(); i++) {
                RecordMetadata stored = pending.get(i).get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
                offsets.add(stored.offset());
                ends.appended(stored.partition(), stored.offset() + 1);
            }
            return offsets;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("interrupted", new SpanLogException("interrupted", true, e));
        } catch (TimeoutException e) {
            throw refused("late", new SpanLogException("the log did not acknowledge in time", true, e));
        } catch (ExecutionException e) {
            throw failed(sender, Topic.cause(e));
        } catch (KafkaException | IllegalStateException e) {
            throw failed(sender, e);
        }
    }

    private synchronized KafkaProducer<byte[], byte[]> sender() {
        if (isClosed) throw new SpanLogException("span log is closed", true);
        return producer;
    }

    private SpanLogException refused(String reason, SpanLogException failure) {
        metrics.refused.increment(reason);
        return failure;
    }

    private SpanLogException failed(KafkaProducer<byte[], byte[]> sender, Throwable cause) {
        if (isClosed) return new SpanLogException("span log is closed", true, cause);
        if (cause instanceof RecordTooLargeException) {
            return refused("too_large", new SpanLogException(String.valueOf(cause.getMessage()), false, cause));
        }
        // Time-outs and lost connections mend themselves; after anything else a producer may refuse for ever.
        if (!(cause instanceof RetriableException)) replace(sender);
        return refused("failed", new SpanLogException("append to " + config.topic() + ": " + cause, true, cause));
    }

    private synchronized void replace(KafkaProducer<byte[], byte[]> broken) {
        if (isClosed || producer != broken) return;
        producer = newProducer();
        broken.close(Duration.ZERO);
    }

    @Override
    public LogReader open(int partition, long offset) {
        Check.argument(partition >= 0 && partition < partitionCount(), "no partition %s", partition);
        if (isClosed) throw new SpanLogException("span log is closed", true);
        var consumer = new KafkaConsumer<>(
                ClientSettings.consumer(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var reader = new KafkaReader(
                consumer, new TopicPartition(config.topic(), partition), offset, metrics, readers::remove);
        readers.add(reader);
        return reader;
    }

    @Override
    public long startOffset(int partition) {
        return ends.start(partition);
    }

    @Override
    public long endOffset(int partition) {
        return ends.end(partition);
    }

    @Override
    public void coveredUpTo(int partition, long offset) {
        coverage.covered(partition, offset);
    }

    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> last;
        synchronized (this) {
            if (isClosed) return;
            isClosed = true;
            last = producer;
        }
        readers.forEach(KafkaReader::wake);
        last.close(CLOSE_PATIENCE);
        admin.close(CLOSE_PATIENCE);
    }
}
