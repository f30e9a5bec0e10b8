package io.tenuto.traceql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.TraceTable;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewestFirstTest {
    private record Traces(long[] starts, long[] ids) implements TraceTable {
        @Override
        public int count() {
            return starts.length;
        }

        @Override
        public long idHigh(int trace) {
            return 0;
        }

        @Override
        public long idLow(int trace) {
            return ids[trace];
        }

        @Override
        public long startUnixNanos(int trace) {
            return starts[trace];
        }

        @Override
        public long endUnixNanos(int trace) {
            return starts[trace];
        }

        @Override
        public Optional<ByteSlice> rootService(int trace) {
            return Optional.empty();
        }

        @Override
        public Optional<ByteSlice> rootName(int trace) {
            return Optional.empty();
        }

        @Override
        public int spanCount(int trace) {
            return 0;
        }

        @Override
        public int errorCount(int trace) {
            return 0;
        }

        @Override
        public void forEachService(int trace, ServiceVisitor visitor) {}

        @Override
        public int[] rows(int trace) {
            return new int[0];
        }

        @Override
        public int find(TraceId id) {
            return -1;
        }
    }

    @Test
    void newestComeFirstAndThoseThatStartTogetherByIdentifier() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new SplittableRandom(seed);
            int count = random.nextInt(1, 200);
            long range = new long[] {3, 1000, 1L << 45, Long.MAX_VALUE}[random.nextInt(4)];
            long from = random.nextBoolean() ? 0 : -range / 2;
            long[] starts = random.longs(count, from, from + range).toArray();
            if (random.nextInt(5) == 0) starts[0] = Long.MIN_VALUE;
            var traces = new Traces(starts, random.longs(count).toArray());
            int[] some =
                    IntStream.range(0, count).filter(i -> random.nextInt(4) > 0).toArray();
            int[] expected = IntStream.of(some)
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer trace) -> starts[trace])
                            .reversed()
                            .thenComparing(traces::id))
                    .mapToInt(Integer::intValue)
                    .toArray();
            NewestFirst.sort(some, traces);
            assertThat(some).as("seed %d", seed).containsExactly(expected);
        }
    }
}
