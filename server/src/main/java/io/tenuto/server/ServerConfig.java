package io.tenuto.server;

import io.tenuto.base.Check;
import java.time.Duration;
import java.util.List;

/// Where the server listens and what it takes.
///
/// @param http query API, page and status
/// @param grpc gRPC queries
/// @param otlpBodyBytesMax largest OTLP/HTTP body, decompressed
/// @param otlpMessageBytesMax largest OTLP/gRPC message
/// @param requestsMax requests of one kind (spans, queries) handled at once; more wait
/// @param httpConnections of each listener that speaks HTTP
/// @param grpcConnections of each listener that speaks gRPC
/// @param apiPrefix before the paths of the HTTP API
/// @param streamsOverHttp whether gRPC is served on the HTTP listener too
/// @param shutdownPatience how long requests under way may take when stopping
public record ServerConfig(
        Address http,
        Address grpc,
        List<Address> otlpGrpc,
        List<Address> otlpHttp,
        int otlpBodyBytesMax,
        int otlpMessageBytesMax,
        int requestsMax,
        ConnectionLimits httpConnections,
        ConnectionLimits grpcConnections,
        Tenancy tenancy,
        ApiPrefix apiPrefix,
        boolean streamsOverHttp,
        Duration shutdownPatience) {
    public ServerConfig {
        otlpGrpc = List.copyOf(otlpGrpc);
        otlpHttp = List.copyOf(otlpHttp);
        Check.argument(otlpBodyBytesMax > 0, "max_request_body_size must be positive, not %s", otlpBodyBytesMax);
        Check.argument(otlpMessageBytesMax > 0, "max_recv_msg_size must be positive, not %s", otlpMessageBytesMax);
        Check.argument(requestsMax > 0, "requests at once must be positive, not %s", requestsMax);
    }

    /// Whose data a request may name.
    public enum Tenancy {
        /// There is one tenant; the header is ignored.
        SINGLE,
        /// The header names one tenant.
        ONE_A_QUERY,
        /// The header of a query may name several, as `a|b`.
        SEVERAL_A_QUERY;

        /// The same where only one tenant at a time may be named.
        Tenancy ofOne() {
            return this == SINGLE ? SINGLE : ONE_A_QUERY;
        }
    }

    /// @param port 0 for any free one
    public record Address(String host, int port) {
        public Address {
            Check.argument(port >= 0 && port < 65_536, "port %s", port);
        }
    }
}
