package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.RequestException;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.distributor.Reception;
import java.util.concurrent.CompletableFuture;

/// Takes in spans, and draws what a request takes on the memory budget from its announced length to its answer. Thread
/// safe.
final class ReceivingService implements HttpService {
    /// What a request without a body takes: headers, streams, a waiting thread. Many small ones fill memory too.
    private static final int EMPTY_REQUEST_BYTES = 16 * 1024;

    private final SpanReceiver receiver;
    private final Distributor distributor;
    private final ReceivingThreads threads;

    ReceivingService(SpanReceiver receiver, Distributor distributor, ReceivingThreads threads) {
        this.receiver = receiver;
        this.distributor = distributor;
        this.threads = threads;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        Reception reception = distributor.receive();
        // What is announced beyond the limit is refused for its size, and not read.
        long announced = Math.clamp(request.headers().contentLength(), 0, context.maxRequestLength());
        try {
            reception.grow(EMPTY_REQUEST_BYTES + announced);
        } catch (RequestException e) {
            reception.close();
            return receiver.refuse(request.headers(), e);
        }
        CompletableFuture<AggregatedHttpRequest> whole =
                Bodies.whole(request, announced, context.maxRequestLength(), reception::grow);
        return HttpResponse.of(whole.handle((body, failure) -> {
            if (failure == null) return threads.answer(context, () -> handled(body, reception));
            reception.close();
            return receiver.refuse(request.headers(), Bodies.refusal(failure));
        }));
    }

    private HttpResponse handled(AggregatedHttpRequest body, Reception reception) {
        try (reception) {
            return receiver.handle(body, reception);
        }
    }
}
