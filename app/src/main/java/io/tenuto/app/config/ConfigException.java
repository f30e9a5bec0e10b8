package io.tenuto.app.config;

/// The configuration is wrong; the message is for the operator, the exit code for scripts.
public final class ConfigException extends RuntimeException {
    private final int exitCode;

    public ConfigException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
