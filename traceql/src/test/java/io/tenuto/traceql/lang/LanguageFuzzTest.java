package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random damage to right queries for as long as `-Dfuzz.seconds` says: nothing but an answer or a refusal comes out.
@Tag("long")
class LanguageFuzzTest {
    private static final String ALPHABET =
            "{}()|&!=<>~+-*/%^,.:;\"`'\\ \n\t0123456789abcdefinorstuxyz_$@µé\uD83D\uDE00\u0000";

    @Test
    void damagedQueriesAreAnsweredOrRefused() {
        Duration time = Duration.ofSeconds(Long.getLong("fuzz.seconds", 60));
        long end = System.nanoTime() + time.toNanos();
        for (long seed = 1; System.nanoTime() < end; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String text = damaged(new RandomQueries(random).query().canonical(), random);
            try {
                check(text);
            } catch (TraceQlException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
    }

    private static void check(String text) {
        TraceQl.cacheKey(text);
        Query query = TraceQl.parseLenient(text);
        String canonical = query.canonical();
        QueryFacts.isNoop(query);
        QueryFacts.needsWholeTraces(query);
        boolean hasLiteralWithoutText = canonical.contains("Inf")
                || canonical.contains("NaN")
                || canonical.contains("-9223372036854775808")
                || text.indexOf('`') >= 0 && text.indexOf('"') >= 0;
        if (!hasLiteralWithoutText)
            assertThat(TraceQl.parse(canonical).canonical()).isEqualTo(canonical);
    }

    private static String damaged(String text, SplittableRandom random) {
        StringBuilder damaged = new StringBuilder(text);
        int count = random.nextInt(1, 6);
        for (int i = 0; i < count && !damaged.isEmpty(); i++) {
            int at = random.nextInt(damaged.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(5)) {
                case 0 -> damaged.setCharAt(at, c);
                case 1 -> damaged.insert(at, c);
                case 2 -> damaged.deleteCharAt(at);
                case 3 -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(20)));
                default ->
                    damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + random.nextInt(30))));
            }
        }
        return damaged.toString();
    }
}
