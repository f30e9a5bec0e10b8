package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import io.tenuto.base.RequestException;
import io.tenuto.components.distributor.Reception;

/// What answers requests of one protocol that bring spans. Thread safe.
interface SpanReceiver {
    /// Answers one request; blocks until its spans are durable.
    ///
    /// @param reception told of what is held besides the body
    HttpResponse handle(AggregatedHttpRequest request, Reception reception);

    /// The answer to a request whose body is not taken in.
    HttpResponse refuse(RequestHeaders headers, RequestException refusal);
}
