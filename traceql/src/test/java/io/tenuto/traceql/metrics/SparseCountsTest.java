package io.tenuto.traceql.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SparseCountsTest {
    private static final int INTERVALS = 20;

    @Test
    void countsAreThoseAddedHoweverTheyCameAndAreMerged() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var size = new SparseCounts.Size();
            var first = new SparseCounts(size);
            var second = new SparseCounts(size);
            double[] expected = new double[INTERVALS];
            int intervals = random.nextInt(1, INTERVALS + 1);
            int adds = random.nextInt(40);
            for (int i = 0; i < adds; i++) {
                int interval = random.nextInt(intervals);
                (random.nextBoolean() ? first : second).add(interval, 2);
                expected[interval] += 2;
            }
            assertThat(size.cells()).isEqualTo(first.size() + second.size());
            first.addAll(second);
            assertThat(first.values(INTERVALS)).as("seed %d", seed).containsExactly(expected);
            assertThat(first.total()).isEqualTo(2.0 * adds);
        }
    }
}
