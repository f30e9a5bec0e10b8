package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lists.TestSpan;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class QuerierApiTest {
    private static final String FIRST = SteppedFrontend.blockId(0);
    private static final String PAGE = "&startPage=0&pagesToSearch=1&totalRecords=1&version=tenuto1";
    private static final String RANGE = "&start=1&end=1000";

    /// The first block has trace 1 alone, the second the others.
    private static final LocalServer SERVER = new LocalServer(
            List.of(
                    List.of(span(1)),
                    LongStream.range(2, 60).mapToObj(QuerierApiTest::span).toList()),
            ServerConfig.Tenancy.SEVERAL_A_QUERY);

    private static TestSpan span(long trace) {
        return TestSpan.of(trace, 1, 0).with(AttributeScope.SPAN, "key", new Static.Text("v" + trace));
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private String answer(String path) {
        return SERVER.answer("/querier/api/" + path, Tenants.HEADER, "a");
    }

    @Test
    void aTraceComesFromTheBlocksThatAreNamed() {
        String id = "7" + "0".repeat(15) + "1";
        assertThat(answer("traces/" + id)).startsWith("200 {\"batches\":[");
        assertThat(answer("traces/" + id + "?mode=blocks&blockStart=" + FIRST + "&blockEnd=" + FIRST))
                .startsWith("200 {\"batches\":[");
        String second = SteppedFrontend.blockId(1);
        assertThat(answer("traces/" + id + "?mode=blocks&blockStart=" + second)).isEqualTo("404 ");
        assertThat(answer("traces/" + id + "?mode=ingesters")).isEqualTo("404 ");
        assertThat(answer("v2/traces/" + id + "?mode=ingesters")).isEqualTo("200 {\"trace\":{},\"metrics\":{}}");
        assertThat(answer("traces/xyz")).startsWith("400 trace IDs can only contain hex characters");
    }

    @Test
    void aSearchReadsOneBlockOrRecentDataOnly() {
        assertThat(answer("search?q=%7B%7D&limit=100" + RANGE + "&blockID=" + FIRST + PAGE))
                .contains("\"traceID\":\"70000000000000001\"")
                .doesNotContain("\"traceID\":\"70000000000000002\"");
        assertThat(answer("search?q=%7B%7D" + RANGE)).startsWith("200 {\"traces\":[],");
        assertThat(answer("search?q=%7B%7D")).startsWith("200 {\"traces\":[],");
        assertThat(answer("search?q=%7B%7D" + RANGE + "&blockID=" + FIRST + PAGE.replace("startPage=0", "startPage=1")))
                .startsWith("200 {\"traces\":[],");
    }

    @Test
    void tagsAndValuesReadOneBlockOrRecentDataOnly() {
        String block = "?" + RANGE + "&blockID=" + FIRST + PAGE;
        assertThat(answer("search/tags" + block)).contains("\"tagNames\":[\"key\"]");
        assertThat(answer("search/tags")).contains("\"tagNames\":[]");
        assertThat(answer("v2/search/tags" + block)).contains("{\"name\":\"span\",\"tags\":[\"key\"]}");
        assertThat(answer("search/tag/key/values" + block)).contains("\"tagValues\":[\"v1\"]");
        assertThat(answer("v2/search/tag/span.key/values" + block))
                .contains("\"value\":\"v1\"")
                .doesNotContain("v2");
        assertThat(answer("v2/search/tag/span.key/values")).contains("\"tagValues\":[]");
    }

    @Test
    void metricsAreCountedAsGivenWithoutAlignment() {
        String query = "metrics/query_range?q=%7B%7D%7Ccount_over_time()&start=0&end=60000000000&step=60000000000ns";
        assertThat(answer(query + "&blockID=" + FIRST + PAGE))
                .contains("\"samples\":[{\"timestampMs\":\"60000\",\"value\":1}]");
        assertThat(answer(query + "&mode=recent")).contains("\"series\":[").doesNotContain("\"value\":1");
        assertThat(answer(query)).isEqualTo("400 invalid value for blockID: invalid UUID length: 0");
        assertThat(answer(query + "&mode=recent&instant=true")).startsWith("200 ");
        assertThat(answer("metrics/query_range?q=%7B%7D%7Crate()&mode=recent")).isEqualTo("400 start and end required");
        assertThat(answer("metrics/query_range?q=%7B%7D&mode=recent&start=1&end=5&step=1s"))
                .isEqualTo("400 not a metrics query");
        assertThat(answer("metrics/query_range?q=%7B%7D%7Crate()&mode=recent&start=1&end=99990000000000&step=1ms"))
                .isEqualTo("400 step of 1ms is too small, minimum step for given range is 9.999s");
    }

    @Test
    void aBlockNeedsItsParameters() {
        String search = "search?q=%7B%7D";
        assertThat(answer(search + "&blockID=" + FIRST + PAGE)).isEqualTo("400 start and end required");
        assertThat(answer(search + RANGE + "&blockID=1" + PAGE))
                .isEqualTo("400 invalid value for blockID: invalid UUID length: 1");
        assertThat(answer(search + RANGE + "&blockID=" + FIRST + PAGE.replace("&version=tenuto1", "")))
                .isEqualTo("400 version required");
        assertThat(answer(search + RANGE + "&blockID=" + FIRST + PAGE.replace("pagesToSearch=1", "pagesToSearch=0")))
                .isEqualTo("400 invalid pagesToSearch 0");
        assertThat(answer(search + RANGE + "&blockID=" + FIRST + PAGE.replace("startPage=0", "startPage=-1")))
                .isEqualTo("400 invalid startPage -1");
        assertThat(answer(search + RANGE + "&blockID=" + FIRST + PAGE.replace("startPage=0", "startPage=x")))
                .isEqualTo("400 invalid startPage: strconv.ParseInt: parsing \"x\": invalid syntax");
        String absent = "00000000-0000-0000-0000-00000000ffff";
        assertThat(answer(search + RANGE + "&blockID=" + absent + PAGE))
                .isEqualTo("404 block " + absent + " does not exist");
    }

    @Test
    void oneTenantMustBeNamed() {
        String path = "/querier/api/search?q=%7B%7D";
        assertThat(SERVER.answer(path)).isEqualTo("401 no org id\n");
        assertThat(SERVER.answer(path, Tenants.HEADER, "a|b")).isEqualTo("400 multiple org IDs present");
    }

    @Test
    void protobufIsAnsweredWhereTheHeaderSaysThatAlone() {
        String path = "/querier/api/search/tags";
        assertThat(type(path, "application/protobuf")).isEqualTo("application/protobuf");
        assertThat(type(path, "application/protobuf, application/json")).isEqualTo("application/json");
        assertThat(type(path, "application/vnd.grafana.llm")).isEqualTo("application/json");
        String metrics = "/querier/api/metrics/query_range?q=%7B%7D%7Crate()&mode=recent&start=1&end=5&step=1s";
        assertThat(type(metrics, "application/protobuf")).isEqualTo("application/protobuf");
    }

    private String type(String path, String accept) {
        return SERVER.get(path, Tenants.HEADER, "a", "Accept", accept)
                .headers()
                .firstValue("Content-Type")
                .orElse("");
    }

    @Test
    void answersOfTheQuerierAreNotCompressed() {
        String second = "search?q=%7B%7D&limit=100" + RANGE + "&blockID=" + SteppedFrontend.blockId(1) + PAGE;
        HttpResponse<String> own = SERVER.get("/querier/api/" + second, Tenants.HEADER, "a", "Accept-Encoding", "gzip");
        assertThat(own.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(own.headers().firstValue("Vary")).isEmpty();
        assertThat(own.body().length()).isGreaterThan(1024);
        HttpResponse<String> frontend =
                SERVER.get("/api/search?q=%7B%7D&limit=100" + RANGE, Tenants.HEADER, "a", "Accept-Encoding", "gzip");
        assertThat(frontend.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }
}
