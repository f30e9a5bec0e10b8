package io.tenuto.app.config;

/// The configuration was read, but no process can run on it; the message is for the operator's log.
public final class StartRefusedException extends RuntimeException {
    public StartRefusedException(String reason) {
        super(reason);
    }
}
