package io.tenuto.bench;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/// What the machine does today: a fixed piece of checksums, compression and sorting. Figures of two runs compare after
/// division by it.
final class Calibration {
    private static final int ROUNDS = 7;

    private Calibration() {}

    /// Prints the fastest round in milliseconds.
    static void print() {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) best = Math.min(best, round());
        System.out.printf("calibration               %8.1f ms%n", best);
    }

    private static double round() {
        var random = new SplittableRandom(1);
        byte[] bytes = new byte[8 << 20];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (random.nextInt(64) * random.nextInt(4));
        long[] numbers = random.longs(1 << 20).toArray();
        long started = System.nanoTime();
        var crc = new CRC32C();
        crc.update(bytes);
        long sum = crc.getValue() + Zstd.compress(bytes, 3).length;
        Arrays.sort(numbers);
        if (sum + numbers[0] == 42) System.out.println();
        return (System.nanoTime() - started) / 1e6;
    }
}
