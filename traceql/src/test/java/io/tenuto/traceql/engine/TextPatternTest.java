package io.tenuto.traceql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.lang.Regexes;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class TextPatternTest {
    private static final String[] PIECES = {
        "a", "b", "ab", "ba", ".*", ".+", ".", "|", "\\.", "a*", "b+", "(ab)?", "[ab]", "[^a]", "[]a]", "[^]a]", "\\d",
        "é", "😀", "a{2}", "^", "$", "(a|b)", "aab", "b?", "(?i)", "\\Qa", "-", "😀*", ".*?", "{", "a{", "}", "{1,",
        "\\{2}", "b{2,}"
    };
    private static final String[] TEXTS = {"a", "b", ".", "é", "😀", "]", "\n", "A", "1", "-", "aab", "ab", "{", "2}"};

    @Test
    void saysTheSameAsTheRegularExpressionItStandsFor() {
        var random = new SplittableRandom(1);
        int matched = 0;
        for (int i = 0; i < 20_000; i++) {
            String regex = joined(PIECES, 5, random);
            Pattern expected;
            try {
                expected = Regexes.compile(regex);
            } catch (TraceQlException _) {
                continue;
            }
            TextPattern pattern = TextPattern.of(regex);
            for (int k = 0; k < 20; k++) {
                String text = joined(TEXTS, 6, random);
                byte[] heap = ByteSlice.utf8("ab" + text + "ba").toByteArray();
                boolean holds = pattern.holds(heap, 2, heap.length - 2);
                matched += holds ? 1 : 0;
                assertThat(holds).as("%s on %s", regex, text).isEqualTo(expected.matches(text));
            }
        }
        assertThat(matched).isGreaterThan(5000);
    }

    private static String joined(String[] pieces, int most, RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) text.append(pieces[random.nextInt(pieces.length)]);
        return text.toString();
    }

    @Test
    void literalThatEveryMatchContainsIsFound() {
        assertThat(RequiredLiteral.of("/api/v[0-9]+/users.*")).contains("/api/v");
        assertThat(RequiredLiteral.of("(a|b)needle\\d+")).contains("needle");
        assertThat(RequiredLiteral.of("a{2}needle")).contains("needle");
        assertThat(RequiredLiteral.of("one|two")).isEmpty();
        assertThat(RequiredLiteral.of("one{x|two}")).isEmpty();
        assertThat(RequiredLiteral.of("(?i)needle")).isEmpty();
    }
}
