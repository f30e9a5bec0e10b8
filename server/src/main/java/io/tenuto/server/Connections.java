package io.tenuto.server;

import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.tenuto.base.Clock;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The connections of one listener, at most so many at once. Thread safe.
///
/// With all places taken, the connection on which nothing has moved for longest gives its place to the new one, as long
/// as no request is under way on it: whoever only holds connections cannot keep others out.
final class Connections {
    private static final int READ_BYTES_MIN = 512;
    private static final int READ_BYTES_FIRST = 2048;
    /// Read at once, before other connections of the same thread have their turn: hundreds of small requests sent ahead
    /// fit in, thousands would keep the others waiting for a second.
    private static final int READ_BYTES_MAX = 16 * 1024;

    private static final Duration CHECK_MIN = Duration.ofMillis(100);
    private static final Duration CHECK_MAX = Duration.ofSeconds(5);
    /// Limits are kept to a quarter.
    private static final int CHECKS_PER_LIMIT = 4;

    private final String listener;
    private final ConnectionLimits limits;
    private final Clock clock;
    private final ServerMetrics metrics;
    private final Map<SocketAddress, Connection> open = new ConcurrentHashMap<>();

    /// @param listener for metrics: `http`, `grpc`, `otlp_http`, `otlp_grpc`
    Connections(String listener, ConnectionLimits limits, Clock clock, ServerMetrics metrics) {
        this.listener = listener;
        this.limits = limits;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// Has the listener's connections and their requests counted and kept to the limits.
    void addTo(ServerBuilder builder) {
        builder.idleTimeout(limits.idle())
                .childChannelOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX)
                                .maxMessagesPerRead(1))
                .http2MaxStreamsPerConnection(limits.requestsMax())
                .childChannelPipelineCustomizer(
                        pipeline -> pipeline.addFirst("connection-limits", new Connection(this)))
                .decorator((delegate, context, request) -> {
                    Connection connection = open.get(context.remoteAddress());
                    if (connection != null) connection.begins(context);
                    return delegate.serve(context, request);
                });
    }

    void opened(SocketAddress client, Connection connection) {
        if (open.size() >= limits.connectionsMax()) quietest(connection).end("too_many");
        open.put(client, connection);
        metrics.connections.set(open.size(), listener);
    }

    /// The one to close: among those without a request the one that was quiet for longest, or else the new one.
    private Connection quietest(Connection fresh) {
        Connection found = fresh;
        for (Connection connection : open.values()) {
            if (!connection.isBusy() && connection.movedNanos() - found.movedNanos() < 0) found = connection;
        }
        return found;
    }

    void closed(SocketAddress client) {
        open.remove(client);
        metrics.connections.set(open.size(), listener);
    }

    void ended(String reason) {
        metrics.connectionsClosed.increment(listener, reason);
    }

    ConnectionLimits limits() {
        return limits;
    }

    Duration checkEvery() {
        Duration shortest = limits.request().compareTo(limits.answer()) < 0 ? limits.request() : limits.answer();
        Duration part = shortest.dividedBy(CHECKS_PER_LIMIT);
        if (part.compareTo(CHECK_MIN) < 0) return CHECK_MIN;
        return part.compareTo(CHECK_MAX) > 0 ? CHECK_MAX : part;
    }

    long nanos() {
        return clock.monotonicNanos();
    }
}
