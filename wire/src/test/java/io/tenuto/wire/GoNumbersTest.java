package io.tenuto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
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

    @Test
    void plainNumbersHaveNoExponentAndNoIdleZeros() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            double value = (random.nextLong() >> random.nextInt(64)) / Math.pow(10, random.nextInt(12));
            double size = Math.abs(value);
            if (size < 1e-6 || size >= 1e21) continue;
            assertThat(GoNumbers.shortest(value))
                    .isEqualTo(new BigDecimal(Double.toString(value))
                            .stripTrailingZeros()
                            .toPlainString());
        }
    }
}
