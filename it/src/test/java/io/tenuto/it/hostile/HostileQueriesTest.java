package io.tenuto.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that ask for far too much, of a server with a small heap: each is refused in the documented words or
/// answered in time, and the server lives on.
final class HostileQueriesTest {
    private static final String TOO_DEEP = "syntax error: query nests deeper than 1000 levels";
    private static final String TOO_LONG =
            "TraceQL expression exceeds the configured maximum size of 131072 bytes, reduce"
                    + " the query expression size or contact your system administrator";
    private static final int PATIENCE_SECONDS = 45;

    private final long start = System.currentTimeMillis() / 1000 - 600;

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String search(String query) {
        return "/api/search?start=" + (start - 60) + "&end=" + (start + 60) + "&q=" + encoded(query);
    }

    private String metrics(String query) {
        return "/api/metrics/query_range?step=1s&start=" + (start - 60) + "&end=" + (start + 60) + "&q="
                + encoded(query);
    }

    private static String nested(int depth) {
        return "{ " + "(".repeat(depth) + "true" + ")".repeat(depth) + " }";
    }

    /// A request with its status and what its answer begins with or contains.
    private record Hostile(String path, int status, String text) {}

    private List<Hostile> language() {
        return List.of(
                new Hostile(search("{ name = \"" + "a".repeat(100_000) + "\" }"), 200, "{\"traces\":[],"),
                new Hostile(search("{ name = \"" + "a".repeat(140_000) + "\" }"), 400, TOO_LONG),
                new Hostile(search("{ name = \"" + "a".repeat(2_000_000) + "\" }"), 414, ""),
                new Hostile(metrics("{ name = \"" + "a".repeat(140_000) + "\" } | rate()"), 400, TOO_LONG),
                new Hostile(search(nested(10_000)), 400, TOO_DEEP),
                new Hostile(metrics(nested(10_000) + " | rate()"), 400, TOO_DEEP),
                new Hostile("/api/v2/traces/1?q=" + encoded(nested(10_000)), 400, TOO_DEEP),
                new Hostile(search("(".repeat(10_000) + "{ }" + ")".repeat(10_000)), 400, TOO_DEEP),
                new Hostile(search("{ " + "!".repeat(10_000) + "true }"), 400, TOO_DEEP),
                new Hostile(search("{ }" + " >> { }".repeat(5_000)), 400, TOO_DEEP),
                new Hostile(search("{ }" + " | { name != `a` }".repeat(5_000)), 200, "{\"traces\":[{"),
                new Hostile(search("{ name =~ `(a+)+b` }"), 200, "{\"traces\":[],"),
                new Hostile(search("{ name =~ `(((a{1000}){1000}){1000}){1000}` }"), 400, "invalid regex: "),
                new Hostile(
                        search("{ name =~ `" + "(a|".repeat(10_000) + "b" + ")".repeat(10_000) + "` }"),
                        400,
                        "invalid regex: "));
    }

    private List<Hostile> numbers() {
        String search = "/api/search?q=%7B%7D";
        String metrics = "/api/metrics/query_range?q=" + encoded("{ } | rate()");
        return List.of(
                new Hostile(
                        metrics + "&step=1ns&start=" + (start - 3600) + "&end=" + start,
                        400,
                        "step of 1ns is too small"),
                new Hostile(
                        metrics + "&step=1s&start=1&end=" + start, 400, "exceeds the maximum allowed duration of 24h"),
                new Hostile(metrics + "&start=1&end=9999999999", 400, "exceeds the maximum allowed duration of 24h"),
                new Hostile(
                        metrics + "&start=-9223372036854775808&end=9223372036854775807",
                        400,
                        "exceeds the maximum allowed duration of 24h"),
                new Hostile(metrics + "&start=9&end=5", 400, "end must be greater than start"),
                new Hostile(metrics + "&since=9999999999999w", 400, "duration out of range"),
                new Hostile(search + "&start=9&end=5", 400, "http parameter start must be before end."),
                new Hostile(search + "&start=1&end=4294967296", 400, "value out of range"),
                new Hostile(search + "&limit=262145", 400, "limit 262145 exceeds max limit 262144"),
                new Hostile(search + "&limit=99999999999999999999", 400, "value out of range"),
                new Hostile(search + "&spss=101", 400, "spans per span set exceeds 100. received 101"),
                new Hostile(search("{ }") + "&limit=262144&spss=100", 200, "{\"traces\":[{"),
                new Hostile("/api/traces/1?start=9223372036854775806&end=9223372036854775807", 404, ""),
                new Hostile("/api/traces/1?start=9&end=5", 400, "http parameter start must be before end."),
                new Hostile("/api/traces/" + "a".repeat(100_000), 400, "trace IDs can't be larger than 128 bits"),
                new Hostile("/api/v2/search/tags?start=-9223372036854775808&end=5", 400, "value out of range"));
    }

    private List<Hostile> width() {
        return List.of(
                new Hostile(metrics("{ } | rate() by (span.test.trace)"), 200, "{\"series\":[{"),
                new Hostile(metrics("{ } | rate() by (span.test.trace) | topk(2000000000)"), 200, "{\"series\":[{"),
                new Hostile(search("{ } | select(" + "span.a, ".repeat(5_000) + "span.b)"), 200, "{\"traces\":[{"));
    }

    @Test
    void eachIsRefusedOrAnsweredAndTheServerLivesOn(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "");
                var http1 = client(HttpClient.Version.HTTP_1_1);
                var http2 = client(HttpClient.Version.HTTP_2);
                var sender = new OtlpSender(server.ports().otlpHttp())) {
            List<TraceId> ids = LongStream.rangeClosed(1, 3000)
                    .mapToObj(i -> new TraceId(1, i))
                    .toList();
            assertThat(sender.send(TestSpans.traces(ids, "a".repeat(60), 3, start * 1_000_000_000L)))
                    .isEqualTo(OtlpSender.Outcome.ACKNOWLEDGED);
            server.flush();
            for (List<Hostile> group : List.of(language(), numbers(), width())) {
                for (Hostile each : group) check(server, http1, each);
            }
            // A long query is no longer a request line there, but a header.
            check(server, http2, new Hostile("/ready", 200, "ready"));
            check(server, http2, language().getFirst());
            assertThat(server.handle().isAlive()).isTrue();
            assertThat(server.log()).doesNotContain("OutOfMemoryError", "StackOverflowError", "level=error");
        }
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().version(version).build();
    }

    private static void check(ServerProcess server, HttpClient client, Hostile hostile) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri(hostile.path())).build();
        String what = hostile.path().substring(0, Math.min(150, hostile.path().length()));
        HttpResponse<String> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((response, failure) -> {
                    if (failure != null) throw new AssertionError(what, failure);
                    return response;
                })
                .get();
        String body = answer.body().substring(0, Math.min(300, answer.body().length()));
        assertThat(answer.statusCode()).as("%s: %s", what, body).isEqualTo(hostile.status());
        assertThat(answer.body()).as(what).contains(hostile.text());
    }
}
