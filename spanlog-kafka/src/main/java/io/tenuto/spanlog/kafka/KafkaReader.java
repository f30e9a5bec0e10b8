package io.tenuto.spanlog.kafka;

import io.tenuto.base.Deadline;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.OffsetGoneException;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/// Reads one partition by a consumer of its own, in no group. Offsets may have holes where others wrote transactions.
final class KafkaReader implements LogReader {
    /// Waiting is cut into pieces, so that the end of a log and of a deadline are noticed.
    private static final Duration PIECE = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final KafkaSpanLogMetrics metrics;
    private final Consumer<KafkaReader> onClose;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private long next;

    KafkaReader(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long offset,
            KafkaSpanLogMetrics metrics,
            Consumer<KafkaReader> onClose) {
        this.consumer = consumer;
        this.partition = partition;
        this.metrics = metrics;
        this.onClose = onClose;
        this.next = offset;
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
    }

    @Override
    public List<StoredRecord> poll(int maxRecords, long maxBytes, Deadline deadline) {
        try {
            while (waiting.isEmpty() && !deadline.hasPassed()) {
                Duration piece = deadline.remaining().compareTo(PIECE) < 0 ? deadline.remaining() : PIECE;
                consumer.poll(piece).records(partition).forEach(waiting::addLast);
            }
        } catch (OffsetOutOfRangeException e) {
            throw gone(e);
        } catch (WakeupException e) {
            throw new SpanLogException("span log is closed", true, e);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            throw new SpanLogException("interrupted", true, e);
        } catch (KafkaException e) {
            throw new SpanLogException("read " + partition + ": " + e.getMessage(), e instanceof RetriableException, e);
        }
        return take(maxRecords, maxBytes);
    }

    private List<StoredRecord> take(int maxRecords, long maxBytes) {
        var taken = new ArrayList<StoredRecord>();
        long bytes = 0;
        while (!waiting.isEmpty() && taken.size() < maxRecords && bytes < maxBytes) {
            ConsumerRecord<byte[], byte[]> record = waiting.removeFirst();
            if (Records.isForeign(record)) metrics.foreignRecords.increment();
            StoredRecord stored = Records.fromKafka(record);
            taken.add(stored);
            bytes += stored.record().value().length();
            next = record.offset() + 1;
        }
        return taken;
    }

    /// Below the first offset records have been removed; above the end nothing was ever written.
    private RuntimeException gone(OffsetOutOfRangeException cause) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(List.of(partition), PIECE.multipliedBy(10));
        long start = starts.getOrDefault(partition, 0L);
        if (next < start) return new OffsetGoneException(partition.partition(), next, start);
        return new SpanLogException("offset " + next + " of " + partition + " lies behind the log's end", false, cause);
    }

    @Override
    public long nextOffset() {
        return next;
    }

    /// Ends a poll under way from another thread.
    void wake() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        onClose.accept(this);
        consumer.close(CloseOptions.timeout(PIECE));
    }
}
