package io.tenuto.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs requests that bring spans, at most so many at once; more wait, within the memory that they draw. Thread safe.
///
/// On threads of the operating system, although these requests mostly wait: virtual threads share a few carriers and
/// keep them while they compute, as queries do for a second and longer. Spans would wait for them.
final class ReceivingThreads implements AutoCloseable {
    /// Waiting for a place and for the log, which has its own, shorter patience.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long IDLE_SECONDS = 10;

    private final ExecutorService threads;
    private final Semaphore room;
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    ReceivingThreads(int runningMax) {
        var names = Thread.ofPlatform().daemon().name("receive-", 0).factory();
        // Bounded by the room: nobody comes in without a place.
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), names);
        this.room = new Semaphore(runningMax);
    }

    /// Waits for room and answers. The request is whole: from now on it has its time for being worked on.
    HttpResponse answer(ServiceRequestContext context, Supplier<HttpResponse> work) {
        context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, PATIENCE);
        var answer = new CompletableFuture<HttpResponse>();
        waiting.add(() -> {
            try {
                answer.complete(work.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
                throw e;
            }
        });
        startWaiting();
        return HttpResponse.of(answer);
    }

    /// Starts those who wait, as long as there is room.
    private void startWaiting() {
        while (!waiting.isEmpty() && room.tryAcquire()) {
            Runnable next = waiting.poll();
            if (next == null) room.release();
            else threads.execute(() -> runAndLeave(next));
        }
    }

    private void runAndLeave(Runnable work) {
        try {
            work.run();
        } finally {
            room.release();
            startWaiting();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
