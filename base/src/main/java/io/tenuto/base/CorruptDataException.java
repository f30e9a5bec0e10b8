package io.tenuto.base;

/// Bytes that contradict their format: a torn file, a damaged block, a record that cannot be decoded. Never retryable.
public class CorruptDataException extends RuntimeException {
    public CorruptDataException(String message) {
        super(message);
    }

    public CorruptDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
