package io.tenuto.blocks.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DistinctNumbersTest {
    private final AtomicLong learnedBytes = new AtomicLong();

    private static long[] distinct(long[] numbers, int count) {
        return Arrays.stream(numbers).limit(count).distinct().toArray();
    }

    @Test
    void aGrowingColumnIsContinued() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            int bound = 1 + random.nextInt(300);
            long[] numbers = LongStream.generate(() -> random.nextInt(bound) - bound / 2L)
                    .limit(2000)
                    .toArray();
            var known = new DistinctNumbers(learnedBytes);
            for (int count = 0; count <= numbers.length; count += 1 + random.nextInt(500)) {
                assertThat(known.of(numbers, count)).as("seed %s", seed).hasValue(distinct(numbers, count));
            }
        }
    }

    /// An older view may show what came since, but nothing else.
    @Test
    void anOlderViewLacksNothing() {
        long[] numbers = {5, 5, 0, Long.MIN_VALUE, Long.MAX_VALUE, -1};
        var known = new DistinctNumbers(learnedBytes);
        known.of(numbers, numbers.length);
        assertThat(known.of(numbers, 3).orElseThrow()).contains(5, 0).hasSize(5);
    }

    @Test
    void tooManyAreNotTold() {
        long[] numbers = LongStream.rangeClosed(0, DistinctNumbers.MAX).toArray();
        var known = new DistinctNumbers(learnedBytes);
        assertThat(known.of(numbers, DistinctNumbers.MAX).orElseThrow()).hasSize(DistinctNumbers.MAX);
        assertThat(learnedBytes.get()).isBetween(16L * DistinctNumbers.MAX, 32L * DistinctNumbers.MAX);
        assertThat(known.of(numbers, numbers.length)).isEmpty();
        assertThat(known.of(numbers, 1)).isEmpty();
        assertThat(learnedBytes).hasValue(0);
    }

    @Test
    void whatNobodyKeepsIsFoundAnew() {
        long[] numbers = {1, 2, 1};
        assertThat(DistinctNumbers.NOT_KEPT.of(numbers, 3)).hasValue(new long[] {1, 2});
        assertThat(DistinctNumbers.NOT_KEPT.of(numbers, 1)).hasValue(new long[] {1});
    }

    @Test
    void manyMayAskAtOnce() throws InterruptedException {
        long[] numbers = LongStream.range(0, 200_000).map(i -> i % 5000).toArray();
        var failures = new ConcurrentLinkedQueue<Throwable>();
        for (int round = 0; round < 20; round++) {
            var known = new DistinctNumbers(learnedBytes);
            var askers = new ArrayList<Thread>();
            for (int i = 1; i <= 4; i++) {
                int count = 50_000 * i;
                Thread asker = Thread.ofPlatform()
                        .unstarted(() -> assertThat(known.of(numbers, count)).hasValue(distinct(numbers, 5000)));
                asker.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
                askers.add(asker);
            }
            askers.forEach(Thread::start);
            for (Thread asker : askers) asker.join();
        }
        assertThat(failures).isEmpty();
    }
}
