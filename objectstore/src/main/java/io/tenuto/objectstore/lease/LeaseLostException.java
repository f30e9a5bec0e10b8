package io.tenuto.objectstore.lease;

/// The lease was held and is another's now. Never retried.
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeaseLostException(String message) {
        super(message);
    }
}
