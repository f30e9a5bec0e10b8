package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.RequestException;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.distributor.Reception;

/// Takes in spans, and draws what a request takes on the memory budget from its announced length to its answer. Thread
/// safe.
final class ReceivingService implements HttpService {
    private final SpanReceiver receiver;
    private final Distributor distributor;
    private final RequestThreads threads;

    ReceivingService(SpanReceiver receiver, Distributor distributor, RequestThreads threads) {
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
            reception.grow(announced);
        } catch (RequestException e) {
            reception.close();
            return receiver.refuse(request.headers(), e);
        }
        RequestThreads.Handler handler = (ignored, whole) -> received(whole, announced, reception);
        return HttpResponse.of(
                threads.answer(context, request, handler).whenComplete((response, failure) -> reception.close()));
    }

    private HttpResponse received(AggregatedHttpRequest whole, long announced, Reception reception) {
        try {
            reception.grow(Math.max(0, whole.content().length() - announced));
        } catch (RequestException e) {
            return receiver.refuse(whole.headers(), e);
        }
        return receiver.handle(whole, reception);
    }
}
