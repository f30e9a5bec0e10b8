package io.tenuto.parquet;

import static org.assertj.core.api.Assertions.fail;

import io.tenuto.base.CorruptDataException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random damage to right files for as long as `-Dfuzz.seconds` says: nothing but data or a refusal comes out, within
/// the limits on memory.
@Tag("long")
final class ParquetFuzzTest {
    @Test
    void damagedFilesAreReadOrRefused() {
        Duration time = Duration.ofSeconds(Long.getLong("fuzz.seconds", 60));
        long end = System.nanoTime() + time.toNanos();
        for (long seed = 1; System.nanoTime() < end; seed++) {
            var random = new SplittableRandom(seed);
            int rows = random.nextInt(1, 400);
            byte[] bytes = new SampleFile(seed, rows, random.nextInt(rows / 50 + 1, 500))
                    .bytes
                    .slice()
                    .toByteArray();
            for (int i = 0; i < 50; i++) {
                try {
                    CorruptFileTest.readAll(damaged(bytes, random));
                } catch (CorruptDataException e) {
                    continue;
                } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                    fail("seed " + seed + " round " + i, e);
                }
            }
        }
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        byte[] bad = good.clone();
        int tail = Math.max(1, bad.length / 3);
        for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
            int at = random.nextBoolean() ? random.nextInt(bad.length) : bad.length - 1 - random.nextInt(tail);
            switch (random.nextInt(4)) {
                case 0 -> bad[at] = (byte) random.nextInt();
                case 1 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bad[at] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
                default -> {
                    int length = Math.min(random.nextInt(1, 16), bad.length - at);
                    System.arraycopy(bad, random.nextInt(bad.length - length + 1), bad, at, length);
                }
            }
        }
        return bad;
    }
}
