package io.tenuto.traceql.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.Dictionary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ValueCountsTest {
    private static final int INTERVALS = 5;
    /// Texts of every length of a character in UTF-8, of which some sort otherwise as bytes, and equal bytes as
    /// numbers.
    private static final List<String> PARTS =
            List.of("a", "b", "é", "中", "\uE001", "\uFF5E", "😀", "𐍈", "nil", "1", "true");

    @Test
    void countsAndOrderAreThoseOfAMapHoweverTheyCameAndAreMerged() {
        for (int seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            var size = new SparseCounts.Size();
            var first = new ValueCounts(size);
            var second = new ValueCounts(new SparseCounts.Size());
            var expected = new HashMap<Static, double[]>();
            for (int i = random.nextInt(300); i > 0; i--) {
                Static value = value(random);
                int interval = random.nextInt(INTERVALS);
                ValueCounts counts = random.nextBoolean() ? first : second;
                counts.add(counts.of(value), interval, 2);
                expected.computeIfAbsent(value, key -> new double[INTERVALS])[interval] += 2;
            }
            first.addAll(second, Integer.MAX_VALUE);
            assertThat(first.count()).as("seed %d", seed).isEqualTo(expected.size());
            List<Map.Entry<Static, double[]>> sorted = sorted(expected);
            int topN = random.nextInt(expected.size() + 2);
            int[] places = first.mostFrequent(topN);
            assertThat(places).hasSize(Math.min(topN, expected.size()));
            for (int i = 0; i < places.length; i++) {
                assertThat(first.value(places[i]))
                        .as("seed %d", seed)
                        .isEqualTo(sorted.get(i).getKey());
                assertThat(first.values(places[i], INTERVALS))
                        .containsExactly(sorted.get(i).getValue());
            }
            first.clear();
            assertThat(size.cells()).isZero();
            assertThat(first.of(new Static.Text("anew"))).isZero();
        }
    }

    @Test
    void bytesThatAreNotUtf8AreTheTextAsWhichTheyAreRead() {
        var counts = new ValueCounts(new SparseCounts.Size());
        byte[] heap = {'a', (byte) 0xFF, 'a', (byte) 0xFE};
        var dictionary = new Dictionary(heap, new int[] {0, 2, 4}, 2);
        assertThat(counts.ofText(dictionary, 1)).isEqualTo(counts.ofText(dictionary, 0));
        assertThat(counts.value(0)).isEqualTo(new Static.Text("a\uFFFD"));
    }

    private static List<Map.Entry<Static, double[]>> sorted(Map<Static, double[]> counts) {
        var entries = new ArrayList<>(counts.entrySet());
        Comparator<Map.Entry<Static, double[]>> order = Comparator.comparingDouble(entry -> -sum(entry.getValue()));
        entries.sort(order.thenComparing(entry -> Series.text(entry.getKey()))
                .thenComparing(entry -> entry.getKey().type()));
        return entries;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) sum += value;
        return sum;
    }

    private static Static value(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Static.Int(random.nextInt(3) - 1);
            case 1 -> new Static.Float(List.of(-0.0, 0.0, 1.0, Double.NaN, 0.5).get(random.nextInt(5)));
            case 2 -> random.nextBoolean() ? Static.TRUE : Static.FALSE;
            case 3 -> new Static.Status(Static.StatusValue.values()[random.nextInt(3)]);
            case 4 -> new Static.Kind(Static.KindValue.values()[random.nextInt(6)]);
            default -> {
                var text = new StringBuilder();
                for (int i = random.nextInt(3); i > 0; i--) text.append(PARTS.get(random.nextInt(PARTS.size())));
                yield new Static.Text(text.toString());
            }
        };
    }
}
