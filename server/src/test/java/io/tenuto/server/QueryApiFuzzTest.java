package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lists.TestSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Any bytes as the path and the parameters of a query to the server: it is answered, with a status that is the
/// client's to mend or with JSON, and asked twice it answers the same.
final class QueryApiFuzzTest {
    private static final Set<Integer> STATUSES = Set.of(200, 206, 400, 404, 405, 413, 414, 422, 431);

    private static final String[] ROUTES = {
        "/api/search?",
        "/api/traces/",
        "/api/v2/traces/",
        "/api/v2/traces/diff?",
        "/api/search/explain?",
        "/api/search/tags?",
        "/api/v2/search/tags?",
        "/api/search/tag/",
        "/api/v2/search/tag/",
        "/api/metrics/query_range?",
        "/api/metrics/query?",
        "/querier/api/search?",
        "/querier/api/metrics/query_range?",
        "/"
    };

    private static final String[] ACCEPTS = {"*/*", "application/json", "application/protobuf", "application/vnd.x.llm"
    };

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final LocalServer SERVER = new LocalServer(blocks(), ServerConfig.Tenancy.SINGLE);
    private static RawClient client = connect();

    private static List<List<TestSpan>> blocks() {
        TestSpan root = TestSpan.of(99_950, 1, 0)
                .with(AttributeScope.RESOURCE, "service.name", new Static.Text("shop"))
                .with(AttributeScope.SPAN, "http.status_code", new Static.Int(500))
                .with(AttributeScope.SPAN, "ratio", new Static.Float(0.5))
                .withEvent(new TestSpan.Event("e", 5, Map.of("k", new Static.Text("v"))))
                .failed();
        TestSpan child = TestSpan.of(99_950, 2, 1).with(AttributeScope.SPAN, "key", new Static.Text("old"));
        TestSpan other = TestSpan.of(99_000, 3, 0).with(AttributeScope.SPAN, "key", new Static.Text("older"));
        return List.of(List.of(root, child), List.of(other));
    }

    private static RawClient connect() {
        try {
            return new RawClient(SERVER.httpPort());
        } catch (IOException e) {
            return fail(e);
        }
    }

    @AfterAll
    static void close() throws IOException {
        client.close();
        SERVER.close();
    }

    static Stream<Arguments> seeds() {
        return Stream.of(
                        "0q=%7B%20.key%20%3D%20%22old%22%20%7D&limit=5&spss=2&start=98000&end=99990",
                        "0tags=key%3Dold%20http.status_code%3D500&minDuration=1us&maxDuration=1h&since=1h",
                        "11?start=1&end=99999&mode=blocks",
                        "2700000000000001866e?q=%7B%7D&match_depth=2&blockStart=00000000-0000-0000-0000-000000000000",
                        "3base=1&compare=2&start=1&end=99999",
                        "4q=%7B%20duration%20%3E%201ms%20%7D%20%7C%20count()%20%3E%201",
                        "5scope=span&start=98000&end=99990&limit=3&maxStaleValues=2",
                        "6scope=resource&q=%7B%20.key%20%3D%20%22old%22%20%7D",
                        "7key/values?start=1&end=99999",
                        "8span.key/values?q=%7B%7D&limit=1",
                        "9q=%7B%7D%7Crate()%20by(.key)&start=98000&end=99990&step=10s&exemplars=3",
                        "9q=%7B%7D%7Cquantile_over_time(duration,.9)&since=30m&step=60",
                        "9q=%7B%7D%7Ccompare(%7Bstatus%3Derror%7D)&since=30m&step=60",
                        "aq=%7B%7D%7Ccount_over_time()&start=98000&end=99990",
                        "bq=%7B%7D&blockID=00000000-0000-0000-0000-000000000000&startPage=0&pagesToSearch=1",
                        "cq=%7B%7D%7Crate()&start=98000&end=99990&step=10s",
                        "dready")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "q=%7B%7D",
        "%20%7C%20",
        "&start=",
        "&end=",
        "&limit=",
        "&spss=",
        "&since=",
        "&step=",
        "&minDuration=",
        "&tags=",
        "&scope=intrinsic",
        "&mode=",
        "&match_depth=",
        "rate()",
        "compare(%7B%7D)",
        "%3E%3E",
        "9223372036854775807",
        "-1",
        "1e400",
        "99990.5",
        "%",
        "%ff",
        "%00",
        "+",
        "values",
        "&exemplars="
    })
    @FuzzTest
    void everythingIsAnsweredAndTwiceTheSame(byte[] input) throws IOException {
        if (input.length == 0) return;
        // The fuzzer takes connections for attacks.
        try (var _ = BugDetectors.allowNetworkConnections((host, port) -> port == SERVER.httpPort())) {
            ask(input);
        }
    }

    private static void ask(byte[] input) throws IOException {
        String path = ROUTES[(Character.digit(input[0] & 0x7F, 16) & 0xF) % ROUTES.length] + sendable(input);
        String accept = ACCEPTS[(input[0] & 0x80) == 0 ? 0 : 1 + input.length % 3];
        RawClient.Answer answer = get(path, accept);
        assertThat(answer.status()).as(path + ": " + answer.body()).isIn(STATUSES);
        boolean isJson = answer.status() == 200 && answer.type().startsWith("application/json");
        if (isJson) assertThat(isJson(answer.body())).as(path).isTrue();
        // How long the stages took is part of an explanation.
        if (!path.contains("/search/explain"))
            assertThat(get(path, accept)).as(path).isEqualTo(answer);
    }

    private static RawClient.Answer get(String path, String accept) throws IOException {
        try {
            return client.get(path, accept);
        } catch (IOException e) {
            // The connection may have been closed after the answer before: once more on a new one.
            client = connect();
            return client.get(path, accept);
        }
    }

    /// The rest of the input, escaped where it would end the request line.
    private static String sendable(byte[] input) {
        var path = new StringBuilder();
        for (int i = 1; i < input.length; i++) {
            int b = input[i] & 0xFF;
            if (b <= ' ' || b == 127) path.append("%%%02x".formatted(b));
            else path.append((char) b);
        }
        return path.toString();
    }

    private static boolean isJson(String body) {
        try {
            JSON.readTree(body.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }
}
