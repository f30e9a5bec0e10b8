package io.tenuto.traceql.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Groups that count in few intervals are held otherwise than those that count in many: nobody may notice.
final class CellsTest {
    @Test
    void countsAreTheSameHoweverManyIntervalsHaveThem() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 2000; round++) {
            int intervals = 1 + random.nextInt(200);
            int counted = random.nextInt(1 + random.nextInt(intervals * 2));
            int used = 1 + random.nextInt(intervals);
            double[] expected = new double[intervals];
            var groups = new Groups(intervals, 1, Long.MAX_VALUE);
            List<Cells> parts = new ArrayList<>();
            for (int p = 0; p < 3; p++) parts.add(new Cells(intervals, groups));
            for (int i = 0; i < counted; i++) {
                int interval = random.nextInt(used);
                double weight = 1 + random.nextInt(3);
                expected[interval] += weight;
                Cells part = parts.get(random.nextInt(parts.size()));
                if (random.nextBoolean()) part.count(interval, weight);
                else part.add(interval, 1, weight);
            }
            int batch = random.nextInt(300);
            int[] places = random.ints(batch, 0, used).toArray();
            boolean isWeighted = random.nextBoolean();
            double[] weights =
                    random.ints(batch, 1, isWeighted ? 3 : 2).asDoubleStream().toArray();
            for (int i = 0; i < batch; i++) expected[places[i]] += weights[i];
            parts.getFirst().count(counted(places, weights, isWeighted));
            var all = new Cells(intervals, groups);
            for (Cells part : parts) all.merge(part);
            assertThat(all.counts()).as("round %s", round).containsExactly(expected);
            assertThat(all.laterCounts().get()).as("round %s", round).containsExactly(expected);
        }
    }

    private static LeafRange.Counted counted(int[] places, double[] weights, boolean isWeighted) {
        int count = places.length;
        int[] runEnds = IntStream.rangeClosed(1, count)
                .filter(i -> i == count || places[i] != places[i - 1])
                .toArray();
        return new LeafRange.Counted(
                new int[count], new long[count], places, weights, count, isWeighted, runEnds, runEnds.length);
    }

    @Test
    void whatHasBeenLeftOutCountsNothing() {
        var groups = new Groups(100, 1, Long.MAX_VALUE);
        var cells = new Cells(100, groups);
        cells.count(3, 1);
        cells.leaveOut(groups);
        cells.count(4, 1);
        cells.add(5, 1, 1);
        cells.merge(new Cells(100, groups));
        assertThat(cells.counts()).isEmpty();
    }

    /// All values that are left out share a number, so what is found for one must hold for each.
    @Test
    void whatIsLeftOutByItsFirstValueIsLeftOutWithWhateverFollows() {
        var random = new SplittableRandom(2);
        List<Static> values = List.of(
                Static.NIL,
                new Static.Text("nil"),
                new Static.Text("a"),
                new Static.Text("b"),
                new Static.Text("c"),
                new Static.Int(1),
                new Static.Text("1"));
        for (int round = 0; round < 2000; round++) {
            int fields = 1 + random.nextInt(2);
            var groups = new Groups(1, 1, 82L * random.nextInt(1, 6));
            for (int i = 0; i < 12; i++) groups.of(key(values, fields, random));
            var kept = new TreeMap<>(Groups.ORDER);
            groups.forEach(kept::put);
            for (Static first : values) {
                if (!groups.leavesOut(first)) continue;
                for (List<Static> key : kept.keySet()) {
                    assertThat(key.getFirst()).as("round %s: %s", round, kept).isNotEqualTo(first);
                }
                var key = new ArrayList<Static>(List.of(first));
                if (fields == 2) key.add(values.get(random.nextInt(values.size())));
                List<Static> named = named(key);
                groups.of(named).count(0, 1);
                var still = new TreeMap<>(Groups.ORDER);
                groups.forEach(still::put);
                assertThat(still.keySet()).as("round %s, %s", round, named).isEqualTo(kept.keySet());
            }
        }
    }

    private static List<Static> key(List<Static> values, int fields, SplittableRandom random) {
        var key = new ArrayList<Static>();
        for (int f = 0; f < fields; f++) key.add(values.get(random.nextInt(values.size())));
        return named(key);
    }

    private static List<Static> named(List<Static> key) {
        if (key.stream().anyMatch(value -> value != Static.NIL)) return key;
        var named = new ArrayList<>(key);
        named.set(0, SeriesBuilder.NIL_TEXT);
        return named;
    }
}
