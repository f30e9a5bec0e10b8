package io.tenuto.components.distributor;

/// The request's bytes are not the message they should be. Told from other refusals since clients get another status.
public final class UndecodableRequestException extends RuntimeException {
    public UndecodableRequestException(String message) {
        super(message);
    }
}
