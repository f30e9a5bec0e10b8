package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.traceql.lists.TestSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConnectionLimitsTest {
    private static final String GET = "GET /api/echo HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final String LAST = "GET /api/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static LocalServer server(int connections, Duration request) {
        return new LocalServer(
                new SteppedFrontend(List.of(List.of(TestSpan.of(1, 1, 0)))),
                ServerConfig.Tenancy.SINGLE,
                QueryConfig.DEFAULT,
                new ConnectionLimits(connections, 5, request, Duration.ofSeconds(20), Duration.ofMinutes(1)));
    }

    private static Socket open(LocalServer server, String text) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort());
        socket.setSoTimeout(20_000);
        send(socket, text);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The first line of what comes; "" when the connection ends.
    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0 && b != '\r';
                    b = socket.getInputStream().read()) {
                line.append((char) b);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return "";
        }
        return line.toString();
    }

    @Test
    void oneConnectionTooManyClosesTheOneThatWasQuietForLongest() throws IOException {
        var open = new ArrayList<Socket>();
        try (LocalServer server = server(3, Duration.ofSeconds(20))) {
            // Each answer shows that the connection before is known.
            for (int i = 0; i < 3; i++) {
                open.add(open(server, GET));
                assertThat(line(open.getLast())).startsWith("HTTP/1.1 ");
            }
            open.add(open(server, GET));
            assertThat(line(open.getLast())).startsWith("HTTP/1.1 ");
            Socket first = open.getFirst();
            // Comes back, since the connection has ended.
            first.getInputStream().readAllBytes();
            send(open.get(1), GET);
            assertThat(open.get(1).getInputStream().read()).isPositive();
        } finally {
            for (Socket socket : open) socket.close();
        }
    }

    @Test
    void aRequestThatDoesNotBecomeWholeIsEnded() throws IOException {
        try (LocalServer server = server(100, Duration.ofMillis(300));
                Socket silent = open(server, "");
                Socket head = open(server, "GET /api/ech");
                Socket body = open(
                        server,
                        "POST /api/v2/traces/diff HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345")) {
            assertThat(line(head)).isEmpty();
            assertThat(line(body)).isEqualTo("HTTP/1.1 408 Request Timeout");
            send(silent, GET);
            assertThat(line(silent)).as("saying nothing is no half request").startsWith("HTTP/1.1 ");
        }
    }

    @Test
    void requestsSentAheadAreAllAnswered() throws IOException {
        try (LocalServer server = server(100, Duration.ofSeconds(20));
                Socket ahead = open(server, GET.repeat(199) + LAST)) {
            String all = new String(ahead.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(all.split("HTTP/1.1 404", -1)).hasSize(1 + 200);
        }
    }
}
