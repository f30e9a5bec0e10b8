package io.tenuto.components.frontend.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TraceDiffTest {
    private static final long MILLI = 1_000_000;

    private static MadeTrace trace(long rootMillis, String lastName, int code) {
        return new MadeTrace()
                .span("web", "GET /", 1, 0, 2, 0, rootMillis * MILLI, code)
                .span("api", "load", 2, 1, 3, 10, 5 * MILLI, 0)
                .span("api", lastName, 3, 2, 1, 20, MILLI, 0);
    }

    @Test
    void aTraceDoesNotDifferFromItself() {
        TraceDiff.Result diff =
                TraceDiff.of(trace(100, "a", 0).parts(), trace(100, "a", 0).parts());
        assertThat(diff.pairs()).hasSize(3).allMatch(pair -> pair.changes().isEmpty());
        assertThat(diff.added()).isEmpty();
        assertThat(diff.removed()).isEmpty();
    }

    @Test
    void slowerFailedAndReplacedOperationsAreTold() {
        TraceDiff.Result diff =
                TraceDiff.of(trace(100, "a", 0).parts(), trace(200, "b", 2).parts());
        assertThat(diff.modifiedCount()).isEqualTo(1);
        assertThat(diff.pairs().getFirst().changes())
                .extracting(TraceDiff.Change::name)
                .containsExactly("duration_nanos", "status");
        assertThat(diff.removed()).singleElement().satisfies(single -> {
            assertThat(single.facts().name()).isEqualTo("a");
            assertThat(single.facts().path()).containsExactly(0, 0, 0);
        });
        assertThat(diff.added())
                .singleElement()
                .satisfies(single -> assertThat(single.facts().name()).isEqualTo("b"));
    }

    @Test
    void smallDifferencesOfDurationsAreChance() {
        TraceDiff.Result diff =
                TraceDiff.of(trace(100, "a", 0).parts(), trace(119, "a", 0).parts());
        assertThat(diff.modifiedCount()).isZero();
    }

    @Test
    void circlesOfParentsAreWalkedOnce() {
        var circle = new MadeTrace()
                .span("a", "x", 1, 2, 1, 10, 1, 0)
                .span("a", "y", 2, 1, 1, 20, 1, 0)
                .span("a", "z", 3, 3, 1, 30, 1, 0);
        assertThat(TraceDiff.of(circle.parts(), circle.parts()).pairs()).hasSize(3);
    }
}
