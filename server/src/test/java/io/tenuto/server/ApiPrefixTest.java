package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lists.TestSpan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ApiPrefixTest {
    private static final String ID = "7" + "0".repeat(15) + "1";

    @Test
    void theApiIsBelowThePrefixOnly() {
        var span = TestSpan.of(1, 1, 0).with(AttributeScope.SPAN, "key", new Static.Text("v"));
        var prefix = ApiPrefix.of("/a/t.1/");
        try (var server = new LocalServer(new SteppedFrontend(List.of(List.of(span))), prefix)) {
            for (String path : List.of(
                    "/api/traces/" + ID,
                    "/api/v2/traces/" + ID,
                    "/api/search?q=%7B%7D&start=1&end=1000",
                    "/api/v2/search/tag/span.key/values",
                    "/api/metrics/query_range?q=%7B%7D%7Crate()&start=1&end=1000")) {
                assertThat(server.answer("/a/t.1" + path)).as(path).startsWith("200 {");
                assertThat(server.answer(path)).as(path).startsWith("404 404 page not found");
            }
            String part = "/api/search?q=%7B%7D&start=1&end=1000";
            assertThat(server.answer("/querier/a/t.1" + part)).startsWith("200 {");
            assertThat(server.answer("/querier" + part)).startsWith("404 ");
            assertThat(server.answer("/a/tx1/api/v2/search/tag/span.key/values"))
                    .startsWith("404 ");
            assertThat(server.answer("/")).contains("<meta name=\"api-prefix\" content=\"/a/t.1\">");
            assertThat(server.answer("/a/t.1/")).startsWith("404 ");
        }
    }

    @Test
    void pagesHaveNoPrefixButForThoseOfTheApi() {
        var prefix = ApiPrefix.of("/tempo");
        assertThat(prefix.page("/status")).contains("/status");
        assertThat(prefix.page("/tempo/status")).contains("/tempo/status");
        assertThat(prefix.page("/tempo/api/echo")).contains("/api/echo");
        assertThat(prefix.page("/tempo/status/usage-stats")).contains("/status/usage-stats");
        assertThat(prefix.page("/api/echo")).isEmpty();
        assertThat(prefix.page("/status/usage-stats")).isEmpty();
        assertThat(ApiPrefix.NONE.page("/api/echo")).contains("/api/echo");
        assertThat(prefix.shown("/api/echo")).isEqualTo("/tempo/api/echo");
        assertThat(prefix.shown("/ready")).isEqualTo("/ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tempo", "/a//b", "/../x", "/a b", "/{a}", "/:a", "/\"><script>", "/a?b"})
    void whatIsNoPathIsRefused(String text) {
        assertThatThrownBy(() -> ApiPrefix.of(text)).hasMessageContaining("http_api_prefix must be like /tempo");
    }

    @Test
    void slashesAtTheEndMeanNothing() {
        assertThat(ApiPrefix.of("/tempo//").text()).isEqualTo("/tempo");
        assertThat(ApiPrefix.of("/")).isEqualTo(ApiPrefix.NONE);
        assertThat(ApiPrefix.of("")).isEqualTo(ApiPrefix.NONE);
    }
}
