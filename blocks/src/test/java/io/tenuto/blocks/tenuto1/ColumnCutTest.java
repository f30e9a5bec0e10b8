package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColumnCutTest {
    private static final int ENTRIES = 300;
    private static final Dictionary TEXTS = new Dictionary(new byte[] {'a', 'b', 'c', 'd'}, new int[] {0, 1, 3, 4}, 3);

    @Test
    void aCutHasTheValuesOfItsEntries() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            for (Vector vector : vectors(random)) {
                var whole = new Column(ENTRIES, List.of(vector));
                int from = random.nextInt(ENTRIES);
                int to = random.nextInt(from, ENTRIES + 1);
                Column cut = ColumnCut.of(whole, from, to);
                assertThat(cut.entryCount()).isEqualTo(to - from);
                for (int i = from; i < to; i++) {
                    assertThat(BatchView.value(cut, i - from)).isEqualTo(BatchView.value(whole, i));
                }
                Presence presence = cut.vectors().getFirst().presence();
                int present = 0;
                for (int i = 0; i < to - from; i++) present += presence.has(i) ? 1 : 0;
                assertThat(presence.count(to - from)).isEqualTo(present);
            }
        }
    }

    @Test
    void aCutSharesTheDictionary() {
        var whole = new Column(ENTRIES, List.of(new Vector.Strings(new int[ENTRIES], TEXTS, ENTRIES, Presence.ALL)));
        var cut = (Vector.Strings) ColumnCut.of(whole, 10, 20).vectors().getFirst();
        assertThat(cut.dictionary()).isSameAs(TEXTS);
    }

    private static List<Vector> vectors(SplittableRandom random) {
        Presence presence = random.nextBoolean()
                ? Presence.ALL
                : Presence.of(random.longs((ENTRIES + 63) / 64).toArray());
        int[] starts = new int[ENTRIES + 1];
        for (int i = 0; i < ENTRIES; i++) starts[i + 1] = starts[i] + random.nextInt(2, 5);
        int elements = starts[ENTRIES];
        return List.of(
                new Vector.Longs(ValueType.INT, random.longs(ENTRIES).toArray(), ENTRIES, presence),
                new Vector.Doubles(random.doubles(ENTRIES).toArray(), ENTRIES, presence),
                new Vector.Booleans(random.longs((ENTRIES + 63) / 64).toArray(), ENTRIES, presence),
                new Vector.Strings(random.ints(ENTRIES, 0, TEXTS.size()).toArray(), TEXTS, ENTRIES, presence),
                new Vector.Arrays(
                        starts,
                        new Vector.Longs(ValueType.INT, random.longs(elements).toArray(), elements, Presence.ALL),
                        ENTRIES,
                        presence));
    }
}
