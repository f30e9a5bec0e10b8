package io.tenuto.spanlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The behaviour of [SpanLog], run by every implementation.
public abstract class SpanLogContract {
    /// A fresh, empty log with three partitions.
    protected abstract SpanLog openLog();

    /// The same log after its process ended and began again; empty if it does not keep records.
    protected Optional<SpanLog> reopen(SpanLog log) {
        return Optional.empty();
    }

    @Test
    void readerSeesRecordsInAppendOrder() {
        try (SpanLog log = openLog()) {
            append(log, record(0, "a"), record(1, "x"));
            append(log, record(0, "b"));
            assertThat(read(log, 0, 0, 2)).containsExactly("a", "b");
            assertThat(read(log, 1, 0, 1)).containsExactly("x");
            assertThat(log.endOffset(0)).isEqualTo(2);
            assertThat(log.endOffset(2)).isZero();
        }
    }

    @Test
    void offsetsCountRecordsOfEachPartition() {
        try (SpanLog log = openLog()) {
            assertThat(append(log, record(0, "a"), record(1, "b"), record(0, "c")))
                    .containsExactly(0L, 0L, 1L);
            assertThat(append(log, record(1, "d"))).containsExactly(1L);
        }
    }

    @Test
    void readingStartsAtAnyOffset() {
        try (SpanLog log = openLog()) {
            for (int i = 0; i < 20; i++) append(log, record(i % 2, "r" + i), record(2, "s" + i));
            assertThat(read(log, 2, 17, 3)).containsExactly("s17", "s18", "s19");
            assertThat(read(log, 0, 9, 1)).containsExactly("r18");
        }
    }

    @Test
    void everythingOfARecordComesBack() {
        try (SpanLog log = openLog()) {
            var plain = new LogRecord(0, Optional.of("tenant-ä"), 123_456_789_012L, true, ByteSlice.utf8("value"));
            var bare = new LogRecord(0, Optional.empty(), 5, false, ByteSlice.EMPTY);
            append(log, plain, bare);
            try (LogReader reader = log.open(0, 0)) {
                var records = poll(reader, 2).stream().map(StoredRecord::record).toList();
                assertThat(records).containsExactly(plain, bare);
            }
        }
    }

    @Test
    void pollReturnsNothingWhenNothingComesInTime() {
        try (SpanLog log = openLog();
                LogReader reader = log.open(0, 0)) {
            assertThat(reader.poll(10, 1000, Deadline.after(Clock.system(), Duration.ofMillis(20))))
                    .isEmpty();
            assertThat(reader.nextOffset()).isZero();
        }
    }

    @Test
    void aWaitingReaderIsWokenByAnAppend() throws Exception {
        try (SpanLog log = openLog();
                LogReader reader = log.open(0, 0)) {
            var seen = new ArrayList<StoredRecord>();
            Thread waiting = Thread.ofVirtual().start(() -> seen.addAll(poll(reader, 1)));
            append(log, record(0, "late"));
            waiting.join(Duration.ofSeconds(20));
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void aLargeRecordComesThroughWhateverTheByteLimit() {
        try (SpanLog log = openLog()) {
            var large = new LogRecord(0, Optional.of("t"), 1, false, ByteSlice.of(new byte[3_000_000]));
            append(log, large, record(0, "after"));
            try (LogReader reader = log.open(0, 0)) {
                List<StoredRecord> first = reader.poll(10, 10, Deadline.after(Clock.system(), Duration.ofSeconds(20)));
                assertThat(first).isNotEmpty();
                assertThat(first.getFirst().record().value().length()).isEqualTo(3_000_000);
            }
        }
    }

    @Test
    void appendsOfManyThreadsAreAllThereOnce() throws Exception {
        try (SpanLog log = openLog()) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++) {
                int number = t;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 50; i++) append(log, record(0, number + "/" + i), record(1, number + "/" + i));
                }));
            }
            for (Thread thread : threads) thread.join();
            List<String> values = read(log, 0, 0, 400);
            assertThat(new TreeSet<>(values)).hasSize(400);
            assertThat(read(log, 1, 0, 400)).hasSize(400);
        }
    }

    @Test
    void recordsAndIdentitySurviveARestart() {
        SpanLog first = openLog();
        LogIdentity identity = first.identity();
        append(first, record(0, "a"), record(1, "b"));
        append(first, record(0, "c"));
        Optional<SpanLog> reopened = reopen(first);
        if (reopened.isEmpty()) return;
        try (SpanLog second = reopened.get()) {
            assertThat(second.identity()).isEqualTo(identity);
            assertThat(read(second, 0, 0, 2)).containsExactly("a", "c");
            assertThat(append(second, record(0, "d"))).containsExactly(2L);
            assertThat(read(second, 0, 2, 1)).containsExactly("d");
        }
    }

    @Test
    void aClosedLogRefusesWithARetryableError() {
        SpanLog log = openLog();
        log.close();
        assertThatThrownBy(() -> append(log, record(0, "a")))
                .isInstanceOfSatisfying(
                        SpanLogException.class, e -> assertThat(e.isRetryable()).isTrue());
    }

    protected static LogRecord record(int partition, String value) {
        return new LogRecord(partition, Optional.of("acme"), 42, false, ByteSlice.utf8(value));
    }

    protected static List<Long> append(SpanLog log, LogRecord... records) {
        return log.append(List.of(records), Deadline.after(Clock.system(), Duration.ofSeconds(30)));
    }

    protected static List<String> read(SpanLog log, int partition, long offset, int count) {
        try (LogReader reader = log.open(partition, offset)) {
            return poll(reader, count).stream()
                    .map(stored -> stored.record().value().toUtf8())
                    .toList();
        }
    }

    private static List<StoredRecord> poll(LogReader reader, int count) {
        var found = new ArrayList<StoredRecord>();
        Deadline deadline = Deadline.after(Clock.system(), Duration.ofSeconds(20));
        while (found.size() < count && !deadline.hasPassed()) found.addAll(reader.poll(1000, 1 << 20, deadline));
        return found;
    }
}
