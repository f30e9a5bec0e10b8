package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.tenuto.traceql.lists.TestSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GzipAnswersTest {
    private static final String LONG = "/api/search?start=1&end=200&limit=100&q=%7B%7D";
    private static final String SHORT = "/api/search/tag/error/values";
    private static final LocalServer SERVER = new LocalServer(
            List.of(LongStream.range(10, 60)
                    .mapToObj(trace -> TestSpan.of(trace, 1, 0))
                    .toList()),
            ServerConfig.Tenancy.SINGLE);

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static AggregatedHttpResponse get(String path, String encodings) {
        RequestHeaders headers = RequestHeaders.of(HttpMethod.GET, path, HttpHeaderNames.ACCEPT_ENCODING, encodings);
        return WebClient.of("http://127.0.0.1:" + SERVER.httpPort())
                .execute(headers)
                .aggregate()
                .join();
    }

    @Test
    void longAnswersAreCompressedForThoseWhoAskForGzip() throws IOException {
        String plain = get(LONG, "identity").contentUtf8();
        assertThat(plain.length()).isGreaterThan(GzipAnswers.BYTES_MIN);
        for (String encodings : List.of("gzip", "br, gzip;q=0.5", "GZIP")) {
            AggregatedHttpResponse answer = get(LONG, encodings);
            assertThat(answer.headers().get(HttpHeaderNames.CONTENT_ENCODING))
                    .as(encodings)
                    .isEqualTo("gzip");
            assertThat(answer.headers().get(HttpHeaderNames.VARY)).isEqualTo("Accept-Encoding");
            byte[] body = answer.content().array();
            assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
                    .isEqualTo(plain.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void othersGetThemAsTheyAre() {
        for (String encodings : List.of("", "identity", "br", "deflate", "*", "gzip;q=0", "x-gzip")) {
            AggregatedHttpResponse answer = get(LONG, encodings);
            assertThat(answer.headers().contains(HttpHeaderNames.CONTENT_ENCODING))
                    .as(encodings)
                    .isFalse();
            assertThat(answer.headers().get(HttpHeaderNames.VARY)).isEqualTo("Accept-Encoding");
        }
        assertThat(get(SHORT, "gzip").headers().contains(HttpHeaderNames.CONTENT_ENCODING))
                .isFalse();
    }
}
