package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.stream.StreamMessage;

/// Cuts large answers in pieces, each of which is written only when the one before has gone out. A client that stops
/// reading then keeps one piece in the buffers of the network, which are few, and not its whole answer.
final class AnswerPieces {
    static final int PIECE_BYTES = 64 << 10;

    private AnswerPieces() {}

    static HttpResponse of(HttpResponse answer) {
        HttpResponse pieces = HttpResponse.of(answer.aggregate().thenApply(AnswerPieces::of));
        // A client that leaves ends the work on the answer, too.
        pieces.whenComplete().whenComplete((done, cause) -> {
            if (cause != null) answer.abort(cause);
        });
        return pieces;
    }

    private static HttpResponse of(AggregatedHttpResponse whole) {
        byte[] body = whole.content().array();
        if (body.length <= PIECE_BYTES) return whole.toHttpResponse();
        var pieces = new HttpData[(body.length + PIECE_BYTES - 1) / PIECE_BYTES];
        for (int i = 0; i < pieces.length; i++) {
            int from = i * PIECE_BYTES;
            pieces[i] = HttpData.wrap(body, from, Math.min(PIECE_BYTES, body.length - from));
        }
        return HttpResponse.of(whole.headers(), StreamMessage.of(pieces));
    }
}
