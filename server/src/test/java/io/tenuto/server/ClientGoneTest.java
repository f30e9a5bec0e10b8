package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.traceql.lists.TestSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ClientGoneTest {
    private static final String BEGUN = "begun";

    /// `begun` when a job opens its source, then how it ended. A job works until it is told to stop.
    private static final LinkedBlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

    private static final LocalServer SERVER = new LocalServer(
            new SteppedFrontend(
                    List.of(List.of(TestSpan.of(1, 1, 0)), List.of(TestSpan.of(2, 1, 0))), ClientGoneTest::workOn),
            ServerConfig.Tenancy.SINGLE,
            QueryConfig.DEFAULT);

    private static void workOn(Deadline deadline) {
        EVENTS.add(BEGUN);
        while (true) {
            try {
                deadline.check("endless");
            } catch (RequestException e) {
                EVENTS.add(e.fault().name());
                throw e;
            }
        }
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static String event() throws InterruptedException {
        return String.valueOf(EVENTS.poll(10, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/traces/70000000000000001",
                "/api/v2/traces/70000000000000001",
                "/api/search?q=%7B%7D&start=1&end=1000",
                "/api/v2/search/tags?start=1&end=1000",
                "/api/v2/search/tag/.a/values?start=1&end=1000",
                "/api/metrics/query_range?q=%7B%7D%7Crate()&start=1&end=1000",
                "/api/metrics/query?q=%7B%7D%7Crate()&start=1&end=1000",
                "/querier/api/traces/70000000000000001"
            })
    void theJobsOfAnHttp1ClientThatLeftAreStoppedAndTheNextOnesNotBegun(String path) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.httpPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(event()).isEqualTo(BEGUN);
        }
        assertThat(event()).isEqualTo(Fault.CANCELLED.name());
        assertNothingIsLeftToDo();
    }

    @ParameterizedTest
    @ValueSource(strings = "/api/search?q=%7B%7D&start=1&end=1000")
    void theJobsOfAStreamThatAnHttp2ClientResetAreStopped(String path) throws Exception {
        HttpResponse answer =
                WebClient.of("h2c://127.0.0.1:" + SERVER.httpPort()).get(path);
        assertThat(event()).isEqualTo(BEGUN);
        answer.abort();
        assertThat(event()).isEqualTo(Fault.CANCELLED.name());
        assertNothingIsLeftToDo();
    }

    /// The one querier thread is free again, and takes the next client's job and no other.
    private static void assertNothingIsLeftToDo() throws IOException, InterruptedException {
        try (var next = new Socket(InetAddress.getLoopbackAddress(), SERVER.httpPort())) {
            next.getOutputStream()
                    .write("GET /api/traces/1 HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(event()).isEqualTo(BEGUN);
        }
        assertThat(event()).isEqualTo(Fault.CANCELLED.name());
        assertThat(EVENTS).isEmpty();
    }
}
