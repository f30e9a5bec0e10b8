package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int QUERIES = 20_000;
    private static final long SEED = 20_261_124L;

    @Test
    void canonicalTextParsesToTheSameTree() {
        for (int i = 0; i < QUERIES; i++) {
            Query query = new RandomQueries(new SplittableRandom(SEED + i)).query();
            String text = query.canonical();
            // What overflowed while folding has no literal, nor has the least integer.
            if (text.contains("Inf") || text.contains("NaN") || text.contains("-9223372036854775808")) continue;
            assertThat(TraceQl.parse(text)).as("seed %d: %s", SEED + i, text).isEqualTo(query);
        }
    }

    @Test
    void anyTextIsParsedOrRefusedWithAMessage() {
        String[] pieces = {
            "{",
            "}",
            "(",
            ")",
            " ",
            ".a",
            "span.",
            "parent.",
            "trace:",
            "duration",
            "=",
            "!=",
            "=~",
            "!",
            "~",
            "&&",
            "||",
            ">>",
            "&",
            "|",
            "count()",
            "rate()",
            "by(",
            "select(",
            "topk(",
            ",",
            "1",
            "1.5",
            "3s",
            "\"x\"",
            "`",
            "\"",
            "nil",
            "true",
            "-",
            "+",
            "^",
            "with(",
            "/*",
            "//",
            "\n",
            "\uD83D",
            "é",
            "compare(",
            "quantile_over_time("
        };
        for (int i = 0; i < QUERIES; i++) {
            SplittableRandom random = new SplittableRandom(SEED - i);
            StringBuilder text = new StringBuilder();
            int count = random.nextInt(20);
            for (int j = 0; j < count; j++) text.append(pieces[random.nextInt(pieces.length)]);
            try {
                Query query = TraceQl.parseLenient(text.toString());
                assertThat(query.canonical()).isNotBlank();
            } catch (TraceQlException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                fail("seed " + (SEED - i) + ": " + text, e);
            }
        }
    }
}
