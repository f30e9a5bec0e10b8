package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.RequestException;
import java.util.concurrent.CompletableFuture;

/// Collects a request, waits for room, and answers; what body and answer take is held of the memory budget until the
/// answer is sent. Thread safe.
///
/// @param isOfUseElsewhere false if a client that is gone ends the work
record QueryService(
        RequestThreads threads, MemoryBudget memory, RequestThreads.Handler handler, boolean isOfUseElsewhere)
        implements HttpService {
    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        var held = RequestMemory.begun(context, memory.lease(MemoryUse.ANSWER));
        context.log().whenComplete().thenRun(held::close);
        CompletableFuture<AggregatedHttpRequest> whole =
                Bodies.whole(request, 0, context.maxRequestLength(), held::grow);
        return HttpResponse.of(whole.handle((body, failure) -> {
            if (failure == null) return answer(context, body, held);
            return refused(Bodies.refusal(failure));
        }));
    }

    private HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest whole, RequestMemory held) {
        threads.granted(context);
        try {
            // What has a length is there already; what is written as it is sent holds what it is written from.
            return threads.answer(() -> handler.answer(context, whole), isOfUseElsewhere)
                    .peekHeaders(headers -> held.hold(Math.max(0, headers.contentLength())));
        } catch (RequestException e) {
            return refused(e);
        }
    }

    private static HttpResponse refused(RequestException refusal) {
        return HttpAnswers.text(Faults.queryStatus(refusal.fault()), Faults.queryText(refusal));
    }
}
