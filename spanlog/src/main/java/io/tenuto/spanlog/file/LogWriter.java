package io.tenuto.spanlog.file;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group commit: the one thread that appends to the log's files.
final class LogWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogWriter.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final int BATCH_BYTES_MAX = 8 << 20;

    private final FileSpanLogConfig config;
    private final LogFiles files;
    private final Clock clock;
    private final FileSpanLogMetrics metrics;
    private final Runnable onMoved;
    private final Consumer<Throwable> onFatal;
    private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private volatile boolean closed;
    /// Since the last append that succeeded; used by the writer's thread.
    private long failedRequests;

    private long toldNanos;

    /// One request on its way to the disk. Its caller waits on a virtual thread.
    static final class Request {
        /// Wakes the writer for other business.
        static final Request NUDGE = new Request(List.of(), () -> {});

        private final List<LogRecord> records;
        private final int bytes;
        private final Runnable onEnd;
        private final CountDownLatch ended = new CountDownLatch(1);
        /// Set before the latch opens.
        private volatile @Nullable List<Long> offsets;

        private volatile @Nullable SpanLogException failure;

        /// @param onEnd run once, by the writer or who withdraws it: nobody writes it any more
        Request(List<LogRecord> records, Runnable onEnd) {
            this.records = records;
            this.onEnd = onEnd;
            this.bytes = Frames.bytesOf(records);
        }

        List<Long> await(Deadline deadline) {
            try {
                if (!ended.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                    throw new SpanLogException("span log: not durable within the deadline", true);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SpanLogException("interrupted", true, e);
            }
            SpanLogException failed = failure;
            if (failed != null)
                throw new SpanLogException(String.valueOf(failed.getMessage()), failed.isRetryable(), failed);
            List<Long> placed = offsets;
            return placed == null ? List.of() : placed;
        }

        private boolean hasEnded() {
            return ended.getCount() == 0;
        }

        private void succeed(long[] placed) {
            offsets = Arrays.stream(placed).boxed().toList();
            end();
        }

        private void fail(SpanLogException cause) {
            failure = cause;
            end();
        }

        private void end() {
            ended.countDown();
            onEnd.run();
        }
    }

    /// @param onMoved called after each commit
    /// @param onFatal called when the writer cannot go on
    LogWriter(
            FileSpanLogConfig config,
            LogFiles files,
            Clock clock,
            FileSpanLogMetrics metrics,
            Runnable onMoved,
            Consumer<Throwable> onFatal) {
        this.config = config;
        this.files = files;
        this.clock = clock;
        this.metrics = metrics;
        this.onMoved = onMoved;
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().name("span-log/writer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void submit(Request request) {
        queue.add(request);
        if (closed) failWaiting();
    }

    /// Takes back a request that nobody waits for any more, unless it is being written or has ended.
    void withdraw(Request request) {
        if (!request.hasEnded() && queue.remove(request)) request.fail(new SpanLogException("given up", true));
    }

    void wakeForRetention() {
        if (queue.isEmpty()) queue.add(Request.NUDGE);
    }

    private void run() {
        while (!closed) {
            try {
                Request first = queue.poll(IDLE.toNanos(), TimeUnit.NANOSECONDS);
                if (first != null && first != Request.NUDGE) {
                    if (config.commitDelay().isPositive()) clock.sleep(config.commitDelay());
                    commit(batch(first));
                }
                retain();
            } catch (InterruptedException e) {
                break;
            } catch (Throwable e) {
                // What it was writing has an unknown end: nothing may be acknowledged behind that.
                closed = true;
                log.error("span log writer stops; cause={}", e.toString(), e);
                onFatal.accept(e);
            }
        }
        failWaiting();
    }

    private List<Request> batch(Request first) {
        var batch = new ArrayList<Request>();
        batch.add(first);
        long bytes = first.bytes;
        while (bytes < BATCH_BYTES_MAX) {
            Request next = queue.poll();
            if (next == null) break;
            if (next == Request.NUDGE) continue;
            batch.add(next);
            bytes += next.bytes;
        }
        return batch;
    }

    private void commit(List<Request> batch) {
        long started = clock.monotonicNanos();
        try {
            files.rollIfDue();
            long[][] offsets = encode(batch);
            write(batch, offsets);
            metrics.forceSeconds.observe((clock.monotonicNanos() - started) / 1e9);
            metrics.batchRequests.observe(batch.size());
            if (failedRequests > 0) log.info("span log appends again; failedRequests={}", failedRequests);
            failedRequests = 0;
        } catch (IOException e) {
            metrics.refused.add(batch.size(), "disk");
            tellFailure(batch.size(), started, e);
            files.sealIfLarge();
            var failure = new SpanLogException("span log: " + e.getMessage(), true, e);
            batch.forEach(request -> request.fail(failure));
        } catch (RuntimeException | Error e) {
            var failure = new SpanLogException("span log: " + e, true, e);
            batch.forEach(request -> request.fail(failure));
            throw e;
        }
    }

    /// Senders come again all the time: not each try is worth a line.
    private void tellFailure(int requests, long nanos, IOException cause) {
        if (failedRequests == 0 || nanos - toldNanos >= TELL_EVERY.toNanos()) {
            toldNanos = nanos;
            log.error(
                    "span log append failed; requests={} failedBefore={} cause={}",
                    requests,
                    failedRequests,
                    cause.getMessage());
        }
        failedRequests += requests;
    }

    private long[][] encode(List<Request> batch) {
        int bytes = 0;
        for (Request request : batch) bytes = Math.addExact(bytes, request.bytes);
        if (buffer.capacity() < bytes) buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.clear();
        long[] next = files.ends();
        long[][] offsets = new long[batch.size()][];
        for (int r = 0; r < batch.size(); r++) {
            List<LogRecord> records = batch.get(r).records;
            offsets[r] = new long[records.size()];
            for (int i = 0; i < records.size(); i++)
                offsets[r][i] = next[records.get(i).partition()]++;
            Frames.encode(records, offsets[r], buffer);
        }
        buffer.flip();
        return offsets;
    }

    private void write(List<Request> batch, long[][] offsets) throws IOException {
        LogFile file = files.current();
        long position = file.size();
        int length = buffer.remaining();
        try {
            file.append(buffer);
        } catch (IOException e) {
            takeBack(file, position);
            throw e;
        }
        try {
            file.force();
        } catch (IOException e) {
            // What a failed force left on disk is unknown and stays so: the file takes no more, and is not asked again.
            files.seal();
            throw e;
        }
        long frame = position;
        long records = 0;
        for (int r = 0; r < batch.size(); r++) {
            int[] partitions =
                    batch.get(r).records.stream().mapToInt(LogRecord::partition).toArray();
            file.note(frame, partitions, offsets[r]);
            frame += batch.get(r).bytes;
            records += partitions.length;
        }
        files.publish(file);
        metrics.appendedRecords.add(records);
        metrics.appendedBytes.add(length);
        onMoved.run();
        for (int r = 0; r < batch.size(); r++) batch.get(r).succeed(offsets[r]);
    }

    private void takeBack(LogFile file, long position) {
        try {
            file.truncate(position);
        } catch (IOException e) {
            log.warn("cannot take back a partial write; file={} cause={}", file.path(), e.getMessage());
            files.seal();
        }
    }

    private void retain() {
        try {
            long removed = files.removeCovered(failedRequests > 0);
            if (removed > 0) metrics.removedBytes.add(removed);
            metrics.sizeBytes.set(files.sizeBytes());
        } catch (IOException e) {
            log.warn("cannot remove covered log files; cause={}", e.getMessage());
        }
    }

    private void failWaiting() {
        var failure = new SpanLogException("span log is closed", true);
        for (Request request = queue.poll(); request != null; request = queue.poll()) {
            if (request != Request.NUDGE) request.fail(failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        queue.add(Request.NUDGE);
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failWaiting();
    }
}
