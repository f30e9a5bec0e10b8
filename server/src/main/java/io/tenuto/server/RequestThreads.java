package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Runs requests of one kind that ask, each on a virtual thread of its own, at most so many at once; more wait, and
/// beyond that they are refused. Thread safe.
final class RequestThreads {
    /// Known to clients of queries, which come again later.
    private static final String QUEUE_FULL = "job queue full";

    private final Size size;
    private final ServerMetrics metrics;
    private final ThreadFactory threads;
    private final Semaphore room;
    private final AtomicInteger present = new AtomicInteger();

    /// @param kind for metrics and the names of threads
    /// @param patience how long a whole request may wait and run
    record Size(String kind, int runningMax, int waitingMax, Duration patience) {}

    RequestThreads(Size size, ServerMetrics metrics) {
        this.size = size;
        this.metrics = metrics;
        this.threads = Thread.ofVirtual().name(size.kind() + "-", 0).factory();
        this.room = new Semaphore(size.runningMax());
    }

    /// What answers a whole request; may block.
    interface Handler {
        HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request);
    }

    /// Waits for room and answers.
    ///
    /// @param isOfUseElsewhere false if a client that is gone ends the work: its thread is then interrupted
    /// @throws RequestException if too many wait already
    HttpResponse answer(Supplier<HttpResponse> work, boolean isOfUseElsewhere) {
        var answer = new CompletableFuture<HttpResponse>();
        HttpResponse response = HttpResponse.of(answer);
        Runnable answering = () -> {
            try {
                answer.complete(work.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
                throw e;
            }
        };
        Thread running = start(answering, () -> answer.complete(HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE)));
        if (!isOfUseElsewhere) interruptWhenGone(response.whenComplete(), running);
        return response;
    }

    /// Interrupts a request's thread once its client is gone.
    static void interruptWhenGone(CompletableFuture<Void> answer, Thread running) {
        answer.whenComplete((done, cause) -> {
            if (cause != null) running.interrupt();
        });
    }

    /// Runs `work` once there is room.
    ///
    /// @param onGivenUp run instead if the returned thread is interrupted before
    /// @throws RequestException if too many wait already
    Thread start(Runnable work, Runnable onGivenUp) {
        if (present.incrementAndGet() > size.runningMax() + size.waitingMax()) {
            present.decrementAndGet();
            metrics.refusedRequests.increment(size.kind());
            throw new RequestException(Fault.RATE_LIMITED, QUEUE_FULL);
        }
        Thread thread = threads.newThread(() -> {
            try {
                waitAndRun(work, onGivenUp);
            } finally {
                present.decrementAndGet();
            }
        });
        thread.start();
        return thread;
    }

    private void waitAndRun(Runnable work, Runnable onGivenUp) {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            onGivenUp.run();
            return;
        }
        try {
            work.run();
        } finally {
            room.release();
        }
    }

    /// From now on the request has its time for being worked on: it is whole.
    void granted(ServiceRequestContext context) {
        context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, size.patience());
    }
}
