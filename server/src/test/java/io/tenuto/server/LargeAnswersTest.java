package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenuto.traceql.lists.TestSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers that are written while they are sent.
@Timeout(60)
final class LargeAnswersTest {
    private static final int SERIES = 300;
    private static final String MANY = "/api/metrics/query_range?step=1s&start=1&end=100&q=%7B%7D%7Crate()by(name)";
    private static final LocalServer SERVER = new LocalServer(
            List.of(LongStream.rangeClosed(1, SERIES)
                    .mapToObj(trace -> TestSpan.of(trace, 1, 0)
                            .named("n%04d".formatted(trace))
                            .startingAt(50_500_000_000L))
                    .toList()),
            ServerConfig.Tenancy.SINGLE);

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static byte[] get(HttpClient.Version version, String encoding) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.httpPort() + MANY))
                    .header("Accept-Encoding", encoding)
                    .build();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Encoding").orElse("identity"))
                    .isEqualTo(encoding);
            return answer.body();
        }
    }

    @Test
    void manySeriesComeWholeAndInOrder() throws Exception {
        byte[] body = get(HttpClient.Version.HTTP_1_1, "identity");
        assertThat(body.length).isGreaterThan(4 * HttpAnswers.PIECE_BYTES);
        JsonNode series = new ObjectMapper().readTree(body).get("series");
        assertThat(series).hasSize(SERIES);
        for (int i = 0; i < SERIES; i++) {
            JsonNode one = series.get(i);
            assertThat(one.at("/labels/0/value/stringValue").asText()).isEqualTo("n%04d".formatted(i + 1));
            JsonNode samples = one.get("samples");
            double sum = 0;
            for (int s = 0; s < samples.size(); s++) {
                sum += samples.get(s).path("value").asDouble();
                if (s == 0) continue;
                long before = samples.get(s - 1).get("timestampMs").asLong();
                assertThat(samples.get(s).get("timestampMs").asLong()).isEqualTo(before + 1000);
            }
            assertThat(sum).isEqualTo(1);
        }
    }

    @Test
    void howeverTheyAreSentTheyAreTheSame() throws Exception {
        byte[] plain = get(HttpClient.Version.HTTP_1_1, "identity");
        assertThat(get(HttpClient.Version.HTTP_2, "identity")).isEqualTo(plain);
        for (HttpClient.Version version : HttpClient.Version.values()) {
            if (version.ordinal() > HttpClient.Version.HTTP_2.ordinal()) continue;
            byte[] compressed = get(version, "gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                    .isEqualTo(plain);
        }
    }

    /// One series or several, of few intervals or of many: nothing is missing between the steps.
    @Test
    void noPieceIsMuchLargerThanItShouldBe() throws Exception {
        for (String path : List.of(
                MANY,
                MANY.replace("end=100", "end=9999"),
                MANY.replace("end=100", "end=9999").replace("by(name)", ""),
                MANY.replace("query_range?step=1s", "query?"))) {
            byte[] body = chunks(path);
            JsonNode series = new ObjectMapper().readTree(body).get("series");
            int seriesMin = !path.contains("by") ? 1 : path.contains("9999") ? 50 : SERIES;
            assertThat(series.size()).as(path).isBetween(seriesMin, SERIES);
            for (JsonNode one : series) {
                if (path.contains("query?")) {
                    assertThat(one.get("value").asDouble()).isPositive();
                    continue;
                }
                JsonNode samples = one.get("samples");
                assertThat(samples.size()).isEqualTo(path.contains("9999") ? 9998 : 99);
                int found = 0;
                for (int s = 0; s < samples.size(); s++) {
                    assertThat(samples.get(s).get("timestampMs").asLong()).isEqualTo(1000L * (s + 1) + 1000);
                    if (samples.get(s).has("value")) found++;
                }
                assertThat(found).isOne();
            }
        }
    }

    /// The body of an answer, whether it comes in chunks or not.
    private static byte[] chunks(String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", SERVER.httpPort())) {
            socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
            String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int at = all.indexOf("\r\n\r\n") + 4;
            if (!all.substring(0, at).contains("chunked"))
                return all.substring(at).getBytes(StandardCharsets.ISO_8859_1);
            var body = new StringBuilder();
            while (true) {
                int end = all.indexOf("\r\n", at);
                int size = Integer.parseInt(all.substring(at, end), 16);
                if (size == 0) return body.toString().getBytes(StandardCharsets.ISO_8859_1);
                assertThat(size).as(path).isLessThanOrEqualTo(5 * HttpAnswers.PIECE_BYTES / 4);
                body.append(all, end + 2, end + 2 + size);
                at = end + 2 + size + 2;
            }
        }
    }

    /// A stalled client holds what its answer is written from, and nothing once it has gone.
    @Test
    void whoLeavesInTheMiddleHoldsNothing() throws IOException {
        for (String encoding : List.of("identity", "gzip")) {
            try (var socket = new Socket()) {
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress("127.0.0.1", SERVER.httpPort()));
                String path = MANY.replace("end=100", "end=9999");
                String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + encoding + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
                assertThat(SERVER.memory.usedBytes()).isGreaterThan(1 << 20);
            }
            long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (SERVER.memory.usedBytes() > 0 && System.nanoTime() < until) LockSupport.parkNanos(1_000_000);
            assertThat(SERVER.memory.usedBytes()).isZero();
        }
    }

    /// Some clients read until the server closes.
    @Test
    void whoAsksForTheLastTimeIsNotKeptWaiting() throws IOException {
        for (String path : List.of("/api/search?q=%7B%7D", MANY)) {
            try (var socket = new Socket("127.0.0.1", SERVER.httpPort())) {
                socket.setSoTimeout((int) Duration.ofSeconds(2).toMillis());
                String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200");
            }
        }
    }
}
