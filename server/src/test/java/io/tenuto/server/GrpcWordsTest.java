package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.tenuto.traceql.lists.TestSpan;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What gRPC clients are told of methods and encodings that are not known here.
@Timeout(60)
final class GrpcWordsTest {
    private static final LocalServer SERVER =
            new LocalServer(List.of(List.of(TestSpan.of(1, 1, 0))), ServerConfig.Tenancy.SINGLE);

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /tempopb.StreamingQuerier/Nope   | gzip | unknown method Nope for service tempopb.StreamingQuerier
            /tempopb.Other/Search            | gzip | unknown service tempopb.Other
            /nothing                         | gzip | malformed method name: "/nothing"
            /tempopb.StreamingQuerier/Search | br   | grpc: Decompressor is not installed for grpc-encoding "br"
            /tempopb.StreamingQuerier/Search | lz4  | grpc: Decompressor is not installed for grpc-encoding "lz4"
            """)
    void whatIsNotKnownIsNotImplemented(String path, String encoding, String text) {
        RequestHeaders headers = RequestHeaders.of(
                HttpMethod.POST, path, "content-type", "application/grpc", "grpc-encoding", encoding, "te", "trailers");
        AggregatedHttpResponse answer = WebClient.of("h2c://127.0.0.1:" + SERVER.grpcPort())
                .execute(headers, HttpData.wrap(new byte[5]))
                .aggregate()
                .join();
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("12");
        assertThat(answer.trailers().get("grpc-message")).isEqualTo(text);
    }
}
