package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

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
        return (context, request) -> HttpResponse.of(answer(context, request, handler));
    }

    /// Collects the request, waits for room, and answers.
    CompletableFuture<HttpResponse> answer(ServiceRequestContext context, HttpRequest request, Handler handler) {
        return request.aggregate()
                .thenCompose(whole -> CompletableFuture.supplyAsync(() -> guarded(context, whole, handler), threads));
    }

    /// As [#blocking], for work that is of use to its client alone: once that is gone, the thread is interrupted.
    HttpService answering(Handler handler) {
        return (context, request) -> {
            var answer = new CompletableFuture<HttpResponse>();
            HttpResponse response = HttpResponse.of(answer);
            request.aggregate().whenComplete((whole, failure) -> {
                if (failure != null) answer.completeExceptionally(failure);
                else answer(() -> guarded(context, whole, handler), answer, response);
            });
            return response;
        };
    }

    private void answer(Supplier<HttpResponse> work, CompletableFuture<HttpResponse> answer, HttpResponse response) {
        try {
            Future<?> running = threads.submit(() -> {
                try {
                    answer.complete(work.get());
                } catch (Throwable e) {
                    answer.completeExceptionally(e);
                    throw e;
                }
            });
            response.whenComplete().whenComplete((done, cause) -> {
                if (cause != null) running.cancel(true);
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
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
