package io.tenuto.components.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Many random lives; one that goes wrong prints its seed, and `-Dtenuto.seed=N` lives it again.
final class SimulationTest {
    private static final int EVENTS = 60;
    private static final int LIVES_TWICE = 40;
    private static final List<Duration> JUMPS = List.of(
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofHours(-1),
            Duration.ofDays(3653),
            Duration.ofDays(-3653),
            Duration.ofDays(3653));

    /// Builder, catalog, live store, sweeper and cuts go by monotonic time.
    @Test
    void jumpsOfTheWallClockChangeNothing() {
        for (long seed = 0; seed < LIVES_TWICE; seed++) {
            var steady = new Story(seed);
            var jumpy = new Story(seed, JUMPS);
            steady.live(EVENTS);
            jumpy.live(EVENTS);
            assertThat(jumpy.diary).as("seed %s", seed).isEqualTo(steady.diary);
        }
    }

    @Test
    void everyRecordIsSeenExactlyOnceOrTheAnswerSaysSo() {
        int seeds = Integer.getInteger("tenuto.seeds", 300);
        long only = Long.getLong("tenuto.seed", -1);
        long queries = 0;
        long failed = 0;
        long shortened = 0;
        double spilled = 0;
        for (long seed = only < 0 ? 0 : only; seed < (only < 0 ? seeds : only + 1); seed++) {
            var story = new Story(seed);
            try {
                story.live(EVENTS);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
            queries += story.queries().asked;
            failed += story.queries().failed;
            shortened += story.queries().fellShort;
            spilled += story.spilledSegments();
        }
        System.out.printf(
                "%d seeds, %d queries, %d of them failed, %d said that they lack records, %.0f segments went to disk%n",
                seeds, queries, failed, shortened, spilled);
        assertThat(failed).as("queries that gave up").isLessThan(queries / 4 + 1);
        if (only < 0) assertThat(spilled).as("segments that went to disk").isGreaterThan(seeds / 4);
        if (only < 0) assertThat(shortened).as("answers that lack something").isPositive();
    }
}
