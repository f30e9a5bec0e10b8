package io.tenuto.base;

/// A broken invariant: we erred. The component stops and the process says so.
public final class BugException extends RuntimeException {
    public BugException(String message) {
        super(message);
    }

    public BugException(String message, Throwable cause) {
        super(message, cause);
    }
}
