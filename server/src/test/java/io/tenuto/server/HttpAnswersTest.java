package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.tenuto.wire.JsonWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

final class HttpAnswersTest {
    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static HttpResponse answer(byte[] body) {
        return HttpAnswers.respond(MediaType.JSON.toString(), body);
    }

    private static List<Integer> pieces(HttpResponse answer) {
        var pieces = new ArrayList<Integer>();
        for (HttpObject object : answer.collect().join()) {
            if (object instanceof HttpData data) pieces.add(data.length());
        }
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, HttpAnswers.PIECE_BYTES, HttpAnswers.PIECE_BYTES + 1, 3 * HttpAnswers.PIECE_BYTES})
    void theWholeIsTheSame(int length) {
        byte[] body = bytes(length);
        AggregatedHttpResponse whole = answer(body).aggregate().join();
        assertThat(whole.content().array()).isEqualTo(body);
        assertThat(whole.headers().get(HttpHeaderNames.CONTENT_LENGTH)).isEqualTo(Integer.toString(length));
        assertThat(whole.contentType()).isEqualTo(MediaType.JSON);
    }

    @Test
    void largeAnswersComeInPieces() {
        assertThat(pieces(answer(bytes(2 * HttpAnswers.PIECE_BYTES + 7))))
                .containsExactly(HttpAnswers.PIECE_BYTES, HttpAnswers.PIECE_BYTES, 7);
        var json = new JsonWriter().text("x".repeat(HttpAnswers.PIECE_BYTES));
        assertThat(pieces(HttpAnswers.json(json))).containsExactly(HttpAnswers.PIECE_BYTES, 2);
    }

    /// An array of numbers, one in each step.
    private record Numbers(int count, List<Integer> written) implements HttpAnswers.Steps {
        @Override
        public void write(int step, JsonWriter out) {
            written.add(step);
            if (step == 0) out.beginArray();
            out.number(step);
            if (step == count - 1) out.endArray();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void stepsMakeOneText(int count) {
        AggregatedHttpResponse whole = HttpAnswers.json(new Numbers(count, new ArrayList<>()))
                .aggregate()
                .join();
        String expected =
                IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        assertThat(whole.contentUtf8()).isEqualTo(expected);
        assertThat(whole.contentType()).isEqualTo(MediaType.JSON);
    }

    /// Asks for as much as it is told to.
    private static final class Reader implements Subscriber<HttpObject> {
        private final Semaphore come = new Semaphore(0);
        private Subscription subscription;

        @Override
        public void onSubscribe(Subscription begun) {
            subscription = begun;
        }

        @Override
        public void onNext(HttpObject object) {
            come.release();
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void noStepIsWrittenBeforeItIsAskedFor() throws Exception {
        List<Integer> written = Collections.synchronizedList(new ArrayList<>());
        HttpResponse answer = HttpAnswers.json(new Numbers(10, written));
        var reader = new Reader();
        var executor = new DefaultEventExecutor();
        try {
            answer.subscribe(reader, executor);
            executor.submit(() -> reader.subscription.request(3)).get();
            // The headers and two steps.
            reader.come.acquire(3);
            assertThat(written).containsExactly(0, 1);
            executor.submit(() -> reader.subscription.request(1)).get();
            reader.come.acquire();
            assertThat(written).containsExactly(0, 1, 2);
        } finally {
            executor.submit(() -> reader.subscription.cancel()).get();
            executor.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsCompressedPieceByPieceIsOneText() throws IOException {
        RequestHeaders gzip = RequestHeaders.of(HttpMethod.GET, "/", HttpHeaderNames.ACCEPT_ENCODING, "gzip");
        byte[] body = bytes(3 * HttpAnswers.PIECE_BYTES);
        for (HttpResponse plain : List.of(answer(body), HttpAnswers.json(new Numbers(1000, new ArrayList<>())))) {
            AggregatedHttpResponse whole =
                    GzipAnswers.of(gzip, plain).aggregate().join();
            assertThat(whole.headers().get(HttpHeaderNames.CONTENT_ENCODING)).isEqualTo("gzip");
            byte[] read =
                    new GZIPInputStream(new ByteArrayInputStream(whole.content().array())).readAllBytes();
            if (read[0] == '[')
                assertThat(new String(read, StandardCharsets.UTF_8)).endsWith(",998,999]");
            else assertThat(read).isEqualTo(body);
        }
        HttpResponse failing = GzipAnswers.of(gzip, HttpResponse.ofFailure(new IllegalStateException("lost")));
        assertThatThrownBy(() -> failing.aggregate().join()).hasRootCauseMessage("lost");
    }
}
