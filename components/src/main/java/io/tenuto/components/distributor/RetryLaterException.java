package io.tenuto.components.distributor;

import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import java.time.Duration;

/// The tenant sends more than it may, or the process has no memory for it now.
public final class RetryLaterException extends RequestException {
    private final Duration retryAfter;

    /// @param retryAfter when the sender is told to come again; zero to tell nothing
    RetryLaterException(Fault fault, String message, Duration retryAfter) {
        super(fault, message);
        this.retryAfter = retryAfter;
    }

    /// When the sender should come again; zero if it is not told. Senders drop what they are not told to repeat.
    public Duration retryAfter() {
        return retryAfter;
    }
}
