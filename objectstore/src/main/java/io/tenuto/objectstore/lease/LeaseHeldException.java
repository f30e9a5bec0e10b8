package io.tenuto.objectstore.lease;

/// Another holds the lease and lives; the message names the holder. Never retried.
public final class LeaseHeldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeaseHeldException(String message) {
        super(message);
    }
}
