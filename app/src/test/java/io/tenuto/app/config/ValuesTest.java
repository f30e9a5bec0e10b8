package io.tenuto.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ns", "1.5µs", "100ms", "1.5s", "1m0s", "2h45m0s", "336h0m0s", "1h0m0.25s"})
    void durationsAreShownAsTheyAreRead(String text) {
        long nanos = Values.goDurationNanos(text).orElseThrow();
        assertThat(Values.showDuration(nanos)).isEqualTo(text);
    }

    @Test
    void daysBelongToOneOfTheTwoSyntaxes() {
        assertThat(Values.goDurationNanos("2d")).isEmpty();
        assertThat(Values.promDurationNanos("2d")).contains(2 * 86_400_000_000_000L);
        assertThat(Values.promDurationNanos("1h30m")).contains(5_400_000_000_000L);
        assertThat(Values.promDurationNanos("30m1h")).isEmpty();
        assertThat(Values.goDurationNanos("5")).isEmpty();
    }

    @Test
    void sizesHaveUnits() {
        assertThat(Values.bytes("768MiB")).contains(768L << 20);
        assertThat(Values.bytes("1.5k")).contains(1500L);
        assertThat(Values.bytes("many")).isEmpty();
    }
}
