package io.tenuto.components.querier;

import io.tenuto.components.rpc.JobQueue;
import io.tenuto.components.rpc.QueryJob;
import io.tenuto.components.rpc.SourceOpener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A bounded pool of platform threads that scan; each takes one job after the other.
public final class Querier implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /// @param threadCount jobs that run at once: more than there are cores, so that a short job gets its part of them
    /// beside long ones
    public Querier(JobQueue queue, SourceOpener opener, int threadCount, Consumer<Throwable> onFatal) {
        for (int i = 0; i < threadCount; i++) {
            threads.add(Thread.ofPlatform().name("querier-" + i).unstarted(() -> work(queue, opener, onFatal)));
        }
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    private void work(JobQueue queue, SourceOpener opener, Consumer<Throwable> onFatal) {
        try {
            while (!closed) {
                QueryJob<?> job = queue.take();
                try {
                    job.run(opener);
                } finally {
                    queue.ended(job);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            onFatal.accept(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
