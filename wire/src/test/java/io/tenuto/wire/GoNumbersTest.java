package io.tenuto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "1.5, 1.5",
        "-0.0, -0",
        "1e21, 1e+21",
        "1e-7, 1e-7",
        "4.9E-324, 5e-324"
    })
    void whatIsWrittenIsReadAgain(double number, String text) {
        assertThat(GoNumbers.shortest(number)).isEqualTo(text);
        assertThat(GoNumbers.parse(text)).isEqualTo(Double.valueOf(number));
    }
}
