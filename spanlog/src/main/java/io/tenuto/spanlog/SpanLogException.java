package io.tenuto.spanlog;

/// The log failed: disk full, broker down, overloaded, closed.
public final class SpanLogException extends RuntimeException {
    private final boolean retryable;

    public SpanLogException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    public SpanLogException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    public boolean isRetryable() {
        return retryable;
    }
}
