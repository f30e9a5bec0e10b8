package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.tenuto.traceql.lists.TestSpan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HealthTest {
    private static final byte[] SERVING = {0, 0, 0, 0, 2, 8, 1};
    private static final byte[] NOT_SERVING = {0, 0, 0, 0, 2, 8, 2};

    private static AggregatedHttpResponse check(int port) {
        RequestHeaders headers = RequestHeaders.of(
                HttpMethod.POST,
                "/grpc.health.v1.Health/Check",
                HttpHeaderNames.CONTENT_TYPE,
                "application/grpc",
                HttpHeaderNames.TE,
                "trailers");
        return WebClient.of("h2c://127.0.0.1:" + port)
                .execute(headers, HttpData.wrap(new byte[5]))
                .aggregate()
                .join();
    }

    @Test
    void healthFollowsReadinessOnBothListeners() {
        try (var server = new LocalServer(
                List.of(List.of(TestSpan.of(1, 1, 0))), ServerConfig.Tenancy.SINGLE, QueryConfig.DEFAULT)) {
            for (int port : List.of(server.httpPort(), server.grpcPort())) {
                server.isReady = false;
                assertThat(check(port).content().array()).isEqualTo(NOT_SERVING);
                server.isReady = true;
                assertThat(check(port).content().array()).isEqualTo(SERVING);
                assertThat(check(port).trailers().get("grpc-status")).isEqualTo("0");
                server.isReady = false;
                assertThat(check(port).content().array()).isEqualTo(NOT_SERVING);
            }
        }
    }
}
