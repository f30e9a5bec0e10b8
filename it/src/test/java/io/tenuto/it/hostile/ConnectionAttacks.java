package io.tenuto.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What can be done to a server below and around its requests. Each checks that the server defends itself.
record ConnectionAttacks(Ports ports) {
    private static final Duration SOON = Duration.ofSeconds(15);
    /// The time of a query and that of its answer.
    private static final Duration SLOWLY = Duration.ofSeconds(50);
    private static final String TRACES = "/v1/traces";
    private static final String POST_HEAD =
            "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n";
    private static final int IDLE = 5000;
    private static final int SLOW = 200;

    private interface Use {
        void of(RawConnection connection) throws IOException;
    }

    private void with(int port, Use use) throws IOException {
        try (var connection = new RawConnection(port)) {
            use.of(connection);
        }
    }

    /// What is hardly HTTP: each gets an error or its connection closed.
    void brokenHttp() throws IOException {
        List<String> broken = List.of(
                "\0\1\2\3\4\5\6\7\r\n\r\n",
                "GET\r\n\r\n",
                "GET /" + "a".repeat(2 << 20) + " HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nX: " + "a".repeat(1 << 20) + "\r\n\r\n",
                "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(200_000) + "\r\n",
                POST_HEAD + "Content-Length: -5\r\n\r\nhello",
                POST_HEAD + "Content-Length: 5\r\nContent-Length: 50\r\n\r\nhello",
                POST_HEAD + "Content-Length: 99999999999999999999\r\n\r\nhello",
                POST_HEAD + "Transfer-Encoding: chunked\r\n\r\nzzz\r\nhello\r\n",
                POST_HEAD + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nhello\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "garbage that is no frame at all".repeat(10));
        for (int port : List.of(ports.otlpHttp(), ports.http())) {
            for (String each : broken) {
                String what = each.substring(0, Math.min(60, each.length()));
                with(port, connection -> {
                    connection.trySend(each.getBytes(StandardCharsets.ISO_8859_1));
                    String answer = connection.readAll(SOON);
                    boolean isHttp1 = answer.startsWith("HTTP/1.1 ");
                    if (isHttp1) assertThat(answer.substring(0, 12)).as(what).matches("HTTP/1.1 4[0-9]+");
                });
            }
        }
    }

    /// Streams that are opened and reset at once: beyond some hundreds a minute the connection goes.
    void rapidResets() throws IOException {
        for (int i = 0; i < 20; i++) {
            with(ports.otlpGrpc(), connection -> {
                var frames = new Http2Frames().preface();
                for (int stream = 1; stream < 20_000; stream += 2)
                    frames.post(stream, TRACES).reset(stream);
                connection.trySend(frames.bytes());
                assertThat(connection.isClosedWithin(SOON)).as("closed").isTrue();
            });
        }
    }

    void endlessHeaders() throws IOException {
        byte[] block = Http2Frames.header("x", "y".repeat(8000));
        for (int i = 0; i < 20; i++) {
            with(ports.otlpGrpc(), connection -> {
                var frames = new Http2Frames().preface().openHead(1, TRACES);
                for (int more = 0; more < 2000; more++) frames.moreHead(1, block);
                connection.trySend(frames.bytes());
                assertThat(connection.isClosedWithin(SOON)).as("closed").isTrue();
            });
        }
        with(ports.otlpGrpc(), connection -> {
            var frames = new Http2Frames().preface().openHead(1, TRACES);
            for (int more = 0; more < 100_000; more++) frames.moreHead(1, new byte[0]);
            connection.trySend(frames.bytes());
            assertThat(connection.isClosedWithin(SOON)).as("closed").isTrue();
        });
    }

    /// Frames that cost the sender nothing.
    void noise() throws IOException {
        var pings = new Http2Frames().preface();
        var settings = new Http2Frames().preface();
        var windows = new Http2Frames().preface();
        var empty = new Http2Frames().preface().post(1, TRACES);
        for (int i = 0; i < 100_000; i++) {
            pings.ping();
            settings.emptySettings();
            windows.window(0, 1);
            empty.data(1, new byte[0]);
        }
        for (Http2Frames frames : List.of(pings, settings, windows, empty)) {
            with(ports.otlpGrpc(), connection -> connection.trySend(frames.bytes()));
        }
    }

    /// Requests whose bodies never come, far more at once than a connection may have.
    void tooManyStreams() throws IOException {
        var open = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i < 10; i++) {
                var connection = new RawConnection(ports.otlpGrpc());
                open.add(connection);
                var frames = new Http2Frames().preface();
                for (int stream = 1; stream < 4000; stream += 2) {
                    frames.post(stream, "/opentelemetry.proto.collector.trace.v1.TraceService/Export");
                }
                connection.trySend(frames.bytes());
            }
            for (RawConnection connection : open) connection.readAll(Duration.ofMillis(300));
        } finally {
            open.forEach(RawConnection::close);
        }
    }

    /// Thousands of requests on one connection, answers unread.
    void sentAhead() throws IOException {
        byte[] requests =
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        var senders = new ArrayList<Thread>();
        var open = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i < 5; i++) {
                var connection = new RawConnection(ports.http());
                open.add(connection);
                senders.add(Thread.ofPlatform().start(() -> connection.trySend(requests)));
            }
            // Longer than an answer may take: the server has given them up.
            sleep(Duration.ofSeconds(3));
        } finally {
            open.forEach(RawConnection::close);
        }
        for (Thread sender : senders) join(sender);
    }

    /// Answers that nobody takes: the connection is closed once their time is over.
    void stalledReaders() throws IOException {
        var open = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i < 20; i++) {
                var connection = new RawConnection(ports.http());
                open.add(connection);
                var frames = new Http2Frames().preface().closedWindow();
                for (int stream = 1; stream < 20; stream += 2) frames.get(stream, "/api/search?q=%7B%7D&limit=1000");
                connection.trySend(frames.bytes());
            }
            for (RawConnection connection : open)
                assertThat(connection.isClosedWithin(SLOWLY)).isTrue();
        } finally {
            open.forEach(RawConnection::close);
        }
    }

    /// Bodies that are announced or begun and not finished: they end when their time is over, and hold no more than a
    /// part of memory until then.
    void unfinishedBodies() throws IOException {
        var open = new ArrayList<RawConnection>();
        byte[] megabyte = new byte[1 << 20];
        byte[] chunk = "100000\r\n".getBytes(StandardCharsets.US_ASCII);
        try {
            for (int i = 0; i < 100; i++) {
                var connection = new RawConnection(ports.otlpHttp());
                open.add(connection);
                if (i % 2 == 0) {
                    connection.send(POST_HEAD + "Content-Length: 20000000\r\n\r\n");
                    connection.trySend(megabyte);
                } else {
                    connection.send(POST_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
                    for (int part = 0; part < 10; part++) {
                        connection.trySend(chunk);
                        connection.trySend(megabyte);
                        connection.trySend(new byte[] {'\r', '\n'});
                    }
                }
            }
            for (RawConnection connection : open) {
                assertThat(connection.statusLine()).matches("(HTTP/1.1 (408|429) .*)?");
            }
        } finally {
            open.forEach(RawConnection::close);
        }
    }

    /// Thousands that say nothing, and some that say a byte at a time.
    void idleAndSlow() throws IOException {
        var idle = new ArrayList<RawConnection>();
        var slow = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i < IDLE; i++) {
                idle.add(new RawConnection(i % 2 == 0 ? ports.otlpHttp() : ports.otlpGrpc()));
            }
            for (int i = 0; i < SLOW; i++) slow.add(new RawConnection(ports.otlpHttp()));
            byte[] head = (POST_HEAD + "Content-Length: 1000\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < SLOW / 2; i++) slow.get(i).send(head);
            for (int second = 0; second < 5; second++) {
                for (RawConnection connection : slow) connection.trySend(new byte[] {'G'});
                sleep(Duration.ofSeconds(1));
            }
            for (RawConnection connection : slow) {
                assertThat(connection.statusLine()).matches("(HTTP/1.1 (400|408) .*)?");
            }
            for (RawConnection connection : idle.subList(0, 100)) {
                assertThat(connection.isClosedWithin(Duration.ofMillis(1)))
                        .as("idle is no crime")
                        .isFalse();
            }
        } finally {
            idle.forEach(RawConnection::close);
            slow.forEach(RawConnection::close);
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
