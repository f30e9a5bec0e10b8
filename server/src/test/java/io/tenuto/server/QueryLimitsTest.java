package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TenantLimits;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lists.TestSpan;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Limits of tenants and of the whole server on what queries get.
@Timeout(60)
final class QueryLimitsTest {
    private static final List<List<TestSpan>> BLOCKS = List.of(
            List.of(tagged(10, 1, "aaaa"), tagged(10, 2, "bbbb"), tagged(10, 3, "cccc"), tagged(20, 1, "dddd")));
    private static final String ID = TestSpan.of(10, 1, 0).trace().toHex();
    private static final String OTHER = TestSpan.of(20, 1, 0).trace().toHex();
    private static final String RANGE = "start=1&end=100";
    private static final TenantLimits.Reads PLAIN = TenantLimits.DEFAULT.reads();

    private static TestSpan tagged(long trace, long id, String value) {
        return TestSpan.of(trace, id, id == 1 ? 0 : 1).with(AttributeScope.SPAN, "key", new Static.Text(value));
    }

    private static LocalServer server(QueryConfig config, TenantLimits.Reads reads) {
        TenantLimits all = TenantLimits.DEFAULT;
        var limits =
                new TenantLimits(all.rateBytes(), all.burstBytes(), all.attributeBytesMax(), all.tellsRetry(), reads);
        return new LocalServer(new SteppedFrontend(BLOCKS), ServerConfig.Tenancy.SINGLE, config, tenant -> limits);
    }

    private static LocalServer server(TenantLimits.Reads reads) {
        return server(QueryConfig.DEFAULT, reads);
    }

    private static TenantLimits.Reads reads(long tagBytesMax, long traceBytesMax, boolean pads) {
        return new TenantLimits.Reads(
                PLAIN.searchDurationMax(),
                PLAIN.metricsDurationMax(),
                tagBytesMax,
                traceBytesMax,
                pads,
                TenantLimits.Pruning.AS_CONFIGURED);
    }

    /// These limits of the whole server.
    private static QueryConfig config(DeniedUrls denied, QueryConfig.Patience patience, QueryConfig.Tags tags) {
        QueryConfig plain = QueryConfig.DEFAULT;
        return new QueryConfig(
                plain.endCutoff(),
                plain.recent(),
                plain.searchDurationMax(),
                plain.metricsDurationMax(),
                plain.defaultResultLimit(),
                plain.maxResultLimit(),
                plain.defaultSpansPerSpanset(),
                plain.maxSpansPerSpanset(),
                plain.padsTraceIds(),
                plain.expressionBytesMax(),
                denied,
                patience,
                plain.lookups(),
                tags,
                plain.metrics());
    }

    @Test
    void aTraceThatIsTooLargeIsRefusedByTheFirstVersionAndCutByTheSecond() {
        try (LocalServer server = server(reads(0, 100, false))) {
            assertThat(server.answer("/api/traces/" + ID)).isEqualTo("422 trace exceeds max size (max bytes: 100)");
            assertThat(server.answer("/api/v2/traces/" + ID))
                    .contains("\"spanId\":\"AAAAAAAAAAE=\"")
                    .doesNotContain("\"spanId\":\"AAAAAAAAAAM=\"")
                    .endsWith(
                            "\"status\":\"PARTIAL\",\"message\":\"Trace exceeds maximum size of 100 bytes, a partial trace"
                                    + " is returned\"}");
            assertThat(server.answer("/api/traces/" + OTHER)).startsWith("200 ");
            String body = "{\"base\":{\"traceId\":\"%s\"},\"compare\":{\"traceId\":\"%s\"}}".formatted(OTHER, ID);
            assertThat(server.answerToBody("/api/v2/traces/diff", body))
                    .startsWith("422 ")
                    .endsWith("partial traces cannot be diffed");
        }
    }

    @Test
    void tagAnswersEndBeforeTheirSizeReachesTheLimit() {
        try (LocalServer server = server(reads(9, 0, false))) {
            assertThat(server.answer("/api/search/tag/key/values?" + RANGE))
                    .startsWith("200 {\"tagValues\":[\"aaaa\",\"bbbb\"],");
            assertThat(server.answer("/api/v2/search/tag/span.key/values?" + RANGE))
                    .startsWith("200 {\"tagValues\":[{\"type\":\"string\",\"value\":\"aaaa\"},"
                            + "{\"type\":\"string\",\"value\":\"bbbb\"}],");
            assertThat(server.answer("/api/search/tags?" + RANGE)).startsWith("200 {\"tagNames\":[\"key\"],");
        }
        try (LocalServer server = server(reads(3, 0, false))) {
            assertThat(server.answer("/api/search/tags?" + RANGE)).startsWith("200 {\"tagNames\":[],");
            assertThat(server.answer("/api/v2/search/tags?scope=span&" + RANGE)).startsWith("200 {\"scopes\":[],");
        }
        try (LocalServer server = server(reads(0, 0, false))) {
            assertThat(server.answer("/api/search/tag/key/values?" + RANGE)).contains("\"dddd\"");
        }
    }

    @Test
    void searchesPadIdentifiersForTenantsThatWantThat() {
        String search = "/api/search?q=%7Bspan.key%3D%22dddd%22%7D&" + RANGE;
        try (LocalServer server = server(reads(0, 0, true))) {
            assertThat(server.answer(search)).contains("\"traceID\":\"" + OTHER + "\"");
        }
        try (LocalServer server = server(PLAIN)) {
            assertThat(server.answer(search)).contains("\"traceID\":\"" + OTHER.replaceFirst("^0+", "") + "\"");
        }
    }

    @Test
    void deniedUrlsAreRefusedWithTheirText() {
        QueryConfig plain = QueryConfig.DEFAULT;
        var denied = new DeniedUrls(List.of("q=.*expensive", "^/api/search/tags"));
        try (LocalServer server = server(config(denied, plain.patience(), plain.tags()), PLAIN)) {
            assertThat(server.answer("/api/search?limit=1&q=%7B.expensive=1%7D"))
                    .isEqualTo(
                            "400 Invalid request /api/search?limit=1&q=%7B.expensive=1%7D. This query has been identified"
                                    + " as one that destabilizes our system. Contact your system administrator for more"
                                    + " information");
            assertThat(server.answer("/api/search/tags")).startsWith("400 Invalid request /api/search/tags. ");
            assertThat(server.answer("/api/search?limit=1")).startsWith("200 ");
            // Fields of the message: 8 is the query.
            assertThat(stream(server, "Search", 8, "{.expensive=1}"))
                    .startsWith("3 Invalid request /api/search?q=%7B.expensive%3D1%7D&spss=0. This query has been");
            assertThat(stream(server, "SearchTags", 1, "span"))
                    .startsWith("3 Invalid request /api/search/tags?scope=span. ");
            assertThat(stream(server, "Search", 8, "{.cheap=1}")).startsWith("0 ");
        }
    }

    /// The code and the text of a streamed query with one text field.
    private static String stream(LocalServer server, String method, int field, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(7 + value.length);
        message.put((byte) 0).putInt(2 + value.length);
        message.put((byte) (field << 3 | 2)).put((byte) value.length).put(value);
        RequestHeaders headers = RequestHeaders.of(
                HttpMethod.POST,
                "/tempopb.StreamingQuerier/" + method,
                "content-type",
                "application/grpc",
                "te",
                "trailers");
        AggregatedHttpResponse answer = WebClient.of("h2c://127.0.0.1:" + server.grpcPort())
                .execute(headers, HttpData.wrap(message.array()))
                .aggregate()
                .join();
        HttpHeaders end = answer.trailers().contains("grpc-status") ? answer.trailers() : answer.headers();
        return end.get("grpc-status") + " " + URLDecoder.decode(end.get("grpc-message", ""), StandardCharsets.UTF_8);
    }

    @Test
    void aFilterHasAsManyAlternativesAsTheConfigurationAllows() {
        QueryConfig plain = QueryConfig.DEFAULT;
        var tags = new QueryConfig.Tags(0, 1);
        try (LocalServer server = server(config(DeniedUrls.NONE, plain.patience(), tags), PLAIN)) {
            assertThat(server.answer("/api/v2/search/tags?q=%7Bname%3D%22a%22%7C%7Cname%3D%22b%22%7D"))
                    .isEqualTo(
                            "400 maximum condition groups reached (limit: 1). Reduce the number of OR conditions in the"
                                    + " query");
        }
    }

    @Test
    void aRequestThatUsesUpTheTimeOfAnyRequestIsToldSo() {
        var patience = new QueryConfig.Patience(Duration.ofSeconds(30), Duration.ofNanos(1), Duration.ZERO);
        QueryConfig plain = QueryConfig.DEFAULT;
        try (LocalServer server = server(config(DeniedUrls.NONE, patience, plain.tags()), PLAIN)) {
            assertThat(server.answer("/api/traces/" + ID)).isEqualTo("504 context deadline exceeded");
            assertThat(server.answer("/api/search?" + RANGE)).startsWith("200 ");
        }
        patience = new QueryConfig.Patience(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofNanos(1));
        try (LocalServer server = server(config(DeniedUrls.NONE, patience, plain.tags()), PLAIN)) {
            for (String path : List.of("/api/traces/" + ID, "/api/search?" + RANGE)) {
                assertThat(server.answer(path)).isEqualTo("503 unable to process request in the configured timeout");
            }
        }
    }
}
