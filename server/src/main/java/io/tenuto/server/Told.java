package io.tenuto.server;

import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.components.frontend.Shortfall;

/// What the answers to one request may lack, gathered while the request is worked on. Used by the request's thread.
final class Told {
    /// Stands in the headers of HTTP answers and behind the last message of gRPC ones, only if something is missing.
    static final String HEADER = "tenuto-incomplete";

    private Shortfall shortfall = Shortfall.NONE;

    /// Notes what this answer may lack; returns it.
    <P> QueryAnswer<P> note(QueryAnswer<P> answer) {
        shortfall = shortfall.plus(answer.shortfall());
        return answer;
    }

    Shortfall shortfall() {
        return shortfall;
    }
}
