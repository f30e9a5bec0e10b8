package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "7, 7ns",
        "10000, 10µs",
        "1500, 1.5µs",
        "20000000, 20ms",
        "3005000000, 3.005s",
        "5400000000000, 1h30m0s",
        "129600000000000, 36h0m0s",
        "-90000000000, -1m30s",
        "-9223372036854775808, -2562047h47m16.854775808s"
    })
    void durationsAreWrittenInHoursMinutesAndSeconds(long nanos, String text) {
        assertThat(Numbers.duration(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0",
        "0.1, 0.1",
        "100000, 100000.0",
        "1000000, 1e+06",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-2.5e-9, -2.5e-09",
        "123456.789, 123456.789",
        "1234567.5, 1.2345675e+06"
    })
    void floatsAreWrittenWithTheFewestDigits(double value, String text) {
        assertThat(Numbers.floatLiteral(value)).isEqualTo(text);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
    }

    @Test
    void durationsAreReadInBothForms() {
        assertThat(DurationText.parse("1d12h").orElseThrow()).isEqualTo(129_600_000_000_000L);
        assertThat(DurationText.parse("30m1h").orElseThrow()).isEqualTo(5_400_000_000_000L);
        assertThat(DurationText.parse("1.5h").orElseThrow()).isEqualTo(5_400_000_000_000L);
        assertThat(DurationText.parse("1s1s").orElseThrow()).isEqualTo(2_000_000_000L);
        assertThat(DurationText.parse("1.5d")).isEmpty();
        assertThat(DurationText.parse("1m30")).isEmpty();
        assertThat(DurationText.parse("300y")).isEmpty();
    }
}
