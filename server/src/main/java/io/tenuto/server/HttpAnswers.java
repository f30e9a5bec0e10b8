package io.tenuto.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.stream.StreamMessage;
import io.tenuto.base.ByteSlice;
import io.tenuto.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTP answers in the forms that clients of the query API see.
///
/// Large ones are sent in pieces, each of which is written only when the one before has gone out. A client that stops
/// reading then keeps one piece in the buffers of the network, which are few, and not its whole answer. Each piece
/// comes from a thread of its own: however fast a client reads, others get their turn on the thread that serves both.
final class HttpAnswers {
    static final String JSON = "application/json";
    static final String PROTOBUF = "application/protobuf";
    static final String LLM = "application/vnd.grafana.llm+json";

    static final int PIECE_BYTES = JsonWriter.PIECE_BYTES;

    private static final Logger log = LoggerFactory.getLogger(HttpAnswers.class);

    /// As many as there are answers being taken: each makes one piece, less than a millisecond's work, when its client
    /// has taken the one before.
    private static final Executor THREADS = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("answer-", 0).factory());

    private HttpAnswers() {}

    /// A text that is written while it is sent: step by step, each when the client has taken what came before.
    interface Steps {
        int count();

        /// Called once for each step, in order, by one thread at a time; about a piece of bytes.
        void write(int step, JsonWriter out);
    }

    static HttpResponse json(JsonWriter body) {
        return json(JSON, body);
    }

    static HttpResponse json(String type, JsonWriter body) {
        long length = body.length();
        return pieces(headers(HttpStatus.OK, type), body.take(), length);
    }

    /// Told without a length, unless it is one step.
    static HttpResponse json(Steps steps) {
        var out = new JsonWriter();
        if (steps.count() == 1) {
            steps.write(0, out);
            return json(out);
        }
        return HttpResponse.of(headers(HttpStatus.OK, JSON), inTurn(steps.count(), step -> {
            steps.write(step, out);
            return HttpData.wrap(out.takeAll());
        }));
    }

    private static StreamMessage<HttpData> inTurn(int count, IntFunction<HttpData> piece) {
        Integer[] numbers = IntStream.range(0, count).boxed().toArray(Integer[]::new);
        return StreamMessage.of(numbers)
                .mapAsync(number -> CompletableFuture.supplyAsync(() -> made(piece, number), THREADS));
    }

    private static HttpData made(IntFunction<HttpData> piece, int number) {
        try {
            return piece.apply(number);
        } catch (RuntimeException e) {
            // The status is told already: all that is left is to break off.
            log.error("answer breaks off; piece={} cause={}", number, e.toString(), e);
            throw e;
        }
    }

    static HttpResponse protobuf(ByteSlice message) {
        return respond(PROTOBUF, message.toByteArray());
    }

    static HttpResponse respond(String type, byte[] body) {
        return whole(headers(HttpStatus.OK, type), body);
    }

    private static ResponseHeaders headers(HttpStatus status, String type) {
        return ResponseHeaders.builder(status)
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .build();
    }

    static HttpResponse whole(ResponseHeaders headers, byte[] body) {
        return pieces(headers, List.of(body), body.length);
    }

    private static HttpResponse pieces(ResponseHeaders told, List<byte[]> body, long length) {
        ResponseHeaders headers = told.toBuilder().contentLength(length).build();
        var pieces = new ArrayList<HttpData>();
        for (byte[] bytes : body) {
            for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
                pieces.add(HttpData.wrap(bytes, from, Math.min(PIECE_BYTES, bytes.length - from)));
            }
        }
        return switch (pieces.size()) {
            case 0 -> HttpResponse.of(headers);
            case 1 -> HttpResponse.of(headers, pieces.getFirst());
            default -> HttpResponse.of(headers, inTurn(pieces.size(), pieces::get));
        };
    }

    /// A text; an empty one has no content type.
    static HttpResponse text(int status, String text) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.valueOf(status));
        if (text.isEmpty()) return HttpResponse.of(headers.build(), HttpData.empty());
        return HttpResponse.of(headers.contentType(MediaType.PLAIN_TEXT_UTF_8).build(), HttpData.ofUtf8(text));
    }

    /// A text of any type and status.
    static HttpResponse page(int status, String type, String text) {
        return whole(headers(HttpStatus.valueOf(status), type), text.getBytes(StandardCharsets.UTF_8));
    }

    /// A text that no browser may take for anything else; ends with a line feed.
    static HttpResponse plain(int status, String text) {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.valueOf(status))
                        .contentType(MediaType.PLAIN_TEXT_UTF_8)
                        .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                        .build(),
                HttpData.ofUtf8(text));
    }
}
