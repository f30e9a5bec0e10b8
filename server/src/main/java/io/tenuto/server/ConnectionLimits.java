package io.tenuto.server;

import io.tenuto.base.Check;
import java.time.Duration;

/// What a listener grants its clients.
///
/// @param connectionsMax connections at once; one more closes the quietest of them
/// @param requestsMax requests under way on one connection: HTTP/2 streams, and HTTP/1 requests sent ahead
/// @param request how long a request may be on its way, from its first byte to its last
/// @param answer how long an answer may be on its way beyond the time that its request had
/// @param idle how long a connection stays without a request
public record ConnectionLimits(int connectionsMax, int requestsMax, Duration request, Duration answer, Duration idle) {
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(8192, 100, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(2));

    public ConnectionLimits {
        Check.argument(connectionsMax > 0, "connections at once must be positive, not %s", connectionsMax);
        Check.argument(requestsMax > 0, "requests of a connection must be positive, not %s", requestsMax);
        Check.argument(request.isPositive(), "time of a request must be positive, not %s", request);
        Check.argument(answer.isPositive(), "time of an answer must be positive, not %s", answer);
        Check.argument(idle.isPositive(), "idle time of a connection must be positive, not %s", idle);
    }
}
