package io.tenuto.base;

/// A word from whoever asked that nobody waits for the answer any more. Said once, never taken back. Thread safe.
public final class Cancellation {
    private volatile boolean isCancelled;

    public void cancel() {
        isCancelled = true;
    }

    public boolean isCancelled() {
        return isCancelled;
    }
}
