package io.tenuto.components.blockbuilder;

import io.tenuto.base.BugException;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs build cycles on one thread from start to close.
///
/// A cycle that fails is dropped whole and read again from the catalog's coverage; its objects are orphans for the
/// sweep. A broken invariant ends the thread and is handed to the owner, who ends the process.
public final class BlockBuilder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BlockBuilder.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final BlockBuilderConfig config;
    private final CycleRunner runner;
    private final Clock clock;
    private final Entropy entropy;
    private final Consumer<Throwable> onFatal;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    /// Signalled after each commit; guarded by the lock.
    private final Condition published = lock.newCondition();
    /// Ends that somebody waits for, per partition; guarded by the lock.
    private final TreeMap<Integer, Long> flushTargets = new TreeMap<>();

    private volatile boolean closed;

    public BlockBuilder(
            BlockBuilderConfig config, CycleRunner runner, Clock clock, Entropy entropy, Consumer<Throwable> onFatal) {
        this.config = config;
        this.runner = runner;
        this.clock = clock;
        this.entropy = entropy;
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().name("block-builder").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Builds and publishes everything that is durable in the log now; the snapshot in which it is covered.
    ///
    /// @throws RequestException with [Fault#DEADLINE_EXCEEDED] if that takes longer
    public CatalogSnapshot flush(Deadline deadline) {
        var targets = runner.endOffsets();
        lock.lock();
        try {
            targets.forEach((partition, end) -> flushTargets.merge(partition, end, Math::max));
            while (!runner.covers(targets)) {
                if (closed) throw new RequestException(Fault.UNAVAILABLE, "block-builder is stopping");
                if (deadline.hasPassed())
                    throw new RequestException(Fault.DEADLINE_EXCEEDED, "flush: deadline exceeded");
                long nanos = Math.min(deadline.remainingNanos(), POLL.toNanos());
                if (published.awaitNanos(nanos) <= 0) deadline.check("flush");
            }
            return runner.snapshot();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(Fault.CANCELLED, "flush: cancelled", e);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int failures = 0;
        try {
            while (!closed) {
                try {
                    runner.runOnce(this::targetOf, () -> closed);
                    failures = 0;
                    announce();
                } catch (BugException e) {
                    throw e;
                } catch (RuntimeException e) {
                    if (closed) return;
                    failures++;
                    log.warn("build cycle failed; failures={} cause={}", failures, e.toString(), e);
                    runner.abandon();
                    pause(failures);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            log.error("block-builder stops; cause={}", e.toString(), e);
            onFatal.accept(e);
        } finally {
            runner.close();
        }
    }

    private void pause(int failures) throws InterruptedException {
        long base = config.retryBackoff().toNanos() << Math.min(failures - 1, 6);
        clock.sleep(Duration.ofNanos((long) (base * (0.5 + entropy.nextDouble()))));
    }

    private void announce() {
        lock.lock();
        try {
            flushTargets.entrySet().removeIf(target -> runner.coverage(target.getKey()) >= target.getValue());
            published.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The offset up to which somebody waits in `partition`, or 0.
    private long targetOf(LogPartition partition) {
        lock.lock();
        try {
            return flushTargets.getOrDefault(partition.partition(), 0L);
        } finally {
            lock.unlock();
        }
    }

    /// Stops after the present poll; what was read but not published is read again next time.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
