package io.tenuto.server;

import io.tenuto.base.Metrics;
import io.tenuto.base.Metrics.Counter;
import io.tenuto.base.Metrics.Gauge;

/// What listeners tell of their connections and requests.
///
/// Closed for a reason: `too_many` (a newer one needed the place), `slow_request` (it did not become whole in its
/// time), `slow_answer` (the client did not take it in its time). Refused requests: see [RequestThreads].
final class ServerMetrics {
    final Gauge connections;
    final Counter connectionsClosed;
    final Counter refusedRequests;

    ServerMetrics(Metrics metrics) {
        connections = metrics.gauge("tenuto_server_connections", "Open connections.", "listener");
        connectionsClosed = metrics.counter(
                "tenuto_server_connections_closed_total",
                "Connections closed since their client did not keep to the limits.",
                "listener",
                "reason");
        refusedRequests = metrics.counter(
                "tenuto_server_requests_refused_total", "Requests refused since too many waited already.", "kind");
    }
}
