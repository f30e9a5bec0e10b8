package io.tenuto.components.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SweepPlanTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private final SweepPlan plan = new SweepPlan(Duration.ofHours(1), Duration.ofHours(24));

    @Test
    void liveBlocksStay() {
        for (int hour = 0; hour < 100; hour++) {
            assertThat(plan.step(hour * HOUR, Set.of("a"), Set.of("a"))).isEmpty();
        }
    }

    @Test
    void aRemovedBlockGoesAfterAnHour() {
        plan.step(0, Set.of("a"), Set.of("a"));
        assertThat(plan.step(HOUR, Set.of("a"), Set.of())).isEmpty();
        assertThat(plan.step(2 * HOUR - 1, Set.of("a"), Set.of())).isEmpty();
        assertThat(plan.step(2 * HOUR, Set.of("a"), Set.of()))
                .containsExactly(new SweepPlan.Gone("a", SweepPlan.Reason.REMOVED));
    }

    @Test
    void whatNobodyCommittedGoesAfterADay() {
        assertThat(plan.step(0, Set.of("x"), Set.of())).isEmpty();
        assertThat(plan.step(24 * HOUR - 1, Set.of("x"), Set.of())).isEmpty();
        assertThat(plan.step(24 * HOUR, Set.of("x"), Set.of()))
                .containsExactly(new SweepPlan.Gone("x", SweepPlan.Reason.ORPHAN));
    }

    @Test
    void aBlockCommittedLateIsNoOrphanAnyMore() {
        plan.step(0, Set.of("x"), Set.of());
        assertThat(plan.step(23 * HOUR, Set.of("x"), Set.of("x"))).isEmpty();
        assertThat(plan.step(24 * HOUR, Set.of("x"), Set.of("x"))).isEmpty();
        assertThat(plan.step(25 * HOUR, Set.of("x"), Set.of())).isEmpty();
        assertThat(plan.step(26 * HOUR, Set.of("x"), Set.of())).hasSize(1);
    }

    @Test
    void whatIsGoneIsForgotten() {
        plan.step(0, Set.of("a"), Set.of("a"));
        plan.step(HOUR, Set.of(), Set.of());
        assertThat(plan.step(2 * HOUR, Set.of("a"), Set.of()))
                .as("seen for the first time again")
                .isEmpty();
    }
}
