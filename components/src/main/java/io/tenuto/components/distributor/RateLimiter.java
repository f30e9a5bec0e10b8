package io.tenuto.components.distributor;

/// A bucket of bytes that fills at a rate. No clock of its own. Thread safe.
final class RateLimiter {
    private final double rateBytes;
    private final double burstBytes;
    private double available;
    private long lastNanos;

    RateLimiter(long rateBytes, long burstBytes, long nowNanos) {
        this.rateBytes = rateBytes;
        this.burstBytes = burstBytes;
        this.available = burstBytes;
        this.lastNanos = nowNanos;
    }

    /// Whether this is the bucket of these limits.
    boolean has(long rate, long burst) {
        return rateBytes == rate && burstBytes == burst;
    }

    /// Takes `bytes` if they are there at `nowNanos` (monotonic).
    synchronized boolean tryTake(long bytes, long nowNanos) {
        available = Math.min(burstBytes, available + (nowNanos - lastNanos) / 1e9 * rateBytes);
        lastNanos = nowNanos;
        if (bytes > available) return false;
        available -= bytes;
        return true;
    }
}
