package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.traceql.lists.TestSpan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TenancyTest {
    private static final String HEADER = "X-Scope-OrgID";
    private static final List<List<TestSpan>> BLOCKS = List.of(List.of(TestSpan.of(1, 1, 0)));
    private static final String SEARCH = "/api/search?q=%7B%7D&start=1&end=100";

    private static LocalServer server(ServerConfig.Tenancy tenancy) {
        return new LocalServer(BLOCKS, tenancy);
    }

    @Test
    void theHeaderIsIgnoredWithoutMultitenancy() {
        try (LocalServer server = server(ServerConfig.Tenancy.SINGLE)) {
            assertThat(server.get(SEARCH, HEADER, "a|tenant#").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void severalTenantsAreAskedAtOnceWhereThatIsAllowed() {
        try (LocalServer server = server(ServerConfig.Tenancy.SEVERAL_A_QUERY)) {
            assertThat(server.get(SEARCH, HEADER, "a|b|a").statusCode()).isEqualTo(200);
            assertThat(server.answer(SEARCH, HEADER, "a|tenant#B"))
                    .isEqualTo("400 tenant ID 'tenant#B' contains unsupported character '#'");
            assertThat(server.answer(SEARCH, HEADER, "a||b")).isEqualTo("400 no org id");
            assertThat(server.answer(SEARCH)).isEqualTo("401 no org id\n");
        }
    }

    @Test
    void severalTenantsAreRefusedForEveryKindOfQueryWhereTheyAreNotAllowed() {
        List<String> paths = List.of(
                "/api/traces/1",
                "/api/v2/traces/1",
                SEARCH,
                "/api/search/tags",
                "/api/v2/search/tags",
                "/api/search/tag/a/values",
                "/api/v2/search/tag/.a/values",
                "/api/metrics/query_range?q=%7B%7D%7Crate()",
                "/api/metrics/query?q=%7B%7D%7Crate()");
        try (LocalServer server = server(ServerConfig.Tenancy.ONE_A_QUERY)) {
            for (String path : paths) {
                assertThat(server.answer(path, HEADER, "a|b")).as(path).isEqualTo("400 multiple org IDs present");
            }
            assertThat(server.get(SEARCH, HEADER, "a").statusCode()).isEqualTo(200);
            assertThat(server.get(SEARCH, HEADER, "a:user=x").statusCode()).isEqualTo(200);
            assertThat(server.answer(SEARCH)).isEqualTo("401 no org id\n");
        }
    }
}
