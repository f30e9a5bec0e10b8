package io.tenuto.server;

import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;

/// A body has more bytes than its receiver takes.
final class BodyTooLargeException extends RequestException {
    private final long bytes;

    /// @param bytes how many there are at least
    BodyTooLargeException(long bytes) {
        super(Fault.INVALID_ARGUMENT, "http: request body too large");
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }
}
