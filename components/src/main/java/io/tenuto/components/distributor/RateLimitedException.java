package io.tenuto.components.distributor;

import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import java.time.Duration;

/// The tenant sends more than it may.
public final class RateLimitedException extends RequestException {
    private final Duration retryAfter;

    /// @param retryAfter when the sender is told to come again; zero to tell nothing
    RateLimitedException(String message, Duration retryAfter) {
        super(Fault.RATE_LIMITED, message);
        this.retryAfter = retryAfter;
    }

    /// When the sender should come again; zero if it is not told. Senders drop what they are not told to repeat.
    public Duration retryAfter() {
        return retryAfter;
    }
}
