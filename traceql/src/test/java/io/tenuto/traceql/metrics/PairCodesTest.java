package io.tenuto.traceql.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairCodesTest {
    private static final int ROWS = 1000;

    @Test
    void equalPairsHaveOneNumberAndOthersOthers() {
        var codes = new PairCodes();
        Map<Long, Integer> known = new HashMap<>();
        var random = new SplittableRandom(1);
        for (int batch = 0; batch < 50; batch++) {
            int[] first = random.ints(ROWS, 0, 200).toArray();
            int[] second = random.ints(ROWS, 0, 100).toArray();
            int[] into = new int[ROWS];
            codes.combine(first, second, ROWS, into);
            for (int i = 0; i < ROWS; i++) {
                long pair = first[i] * 1000L + second[i];
                int number = known.computeIfAbsent(pair, key -> known.size());
                assertThat(into[i]).isEqualTo(number);
            }
        }
        codes.clear();
        int[] one = {7};
        codes.combine(one, one, 1, one);
        assertThat(one).containsExactly(0);
    }
}
