package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs each request on a virtual thread of its own, at most so many at once; more wait. Thread safe.
final class RequestThreads implements AutoCloseable {
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());
    private final Semaphore room;

    RequestThreads(int requestsMax) {
        this.room = new Semaphore(requestsMax);
    }

    /// What answers a whole request; may block.
    interface Handler {
        HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request);
    }

    /// A service that collects the request, waits for room, and answers.
    HttpService blocking(Handler handler) {
        return (context, request) -> HttpResponse.of(request.aggregate()
                .thenCompose(whole -> CompletableFuture.supplyAsync(() -> guarded(context, whole, handler), threads)));
    }

    private HttpResponse guarded(ServiceRequestContext context, AggregatedHttpRequest request, Handler handler) {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE);
        }
        try {
            return handler.answer(context, request);
        } finally {
            room.release();
        }
    }

    /// Starts work that takes its place with [#enter] and gives it back with [#leave].
    Future<?> submit(Runnable work) {
        return threads.submit(work);
    }

    void enter() throws InterruptedException {
        room.acquire();
    }

    void leave() {
        room.release();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
