package io.tenuto.base;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The only source of randomness, handed in so that simulations replay from a seed. Thread safe.
public interface Entropy {
    long nextLong();

    /// A double in [0, 1).
    default double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /// A random (version 4) UUID.
    default UUID nextUuid() {
        long high = (nextLong() & ~0xF000L) | 0x4000L;
        long low = (nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /// Unpredictable values for production.
    static Entropy system() {
        var random = new SecureRandom();
        return random::nextLong;
    }

    /// The same values for the same seed.
    static Entropy seeded(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        return () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
    }
}
