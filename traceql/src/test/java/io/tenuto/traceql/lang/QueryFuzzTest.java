package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.base.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any text as a query: it is refused with a message, or its canonical text parses to the same tree; the lenient parser
/// takes what the strict one takes and makes the same of it; memory is in proportion to the text.
final class QueryFuzzTest {
    /// Of each character, in several parsers: tokens, nodes, messages that quote the query, and what the fuzzer notes
    /// of texts that are compared.
    private static final long MEMORY_FACTOR = 65_536;

    static Stream<Arguments> seeds() {
        Stream<String> random = IntStream.range(0, 40)
                .mapToObj(seed ->
                        new RandomQueries(new SplittableRandom(seed)).query().canonical());
        Stream<String> made = Stream.of(
                "{ .a = \"x`y\" && span.\"b c\" =~ \"a.*\" || !(duration > 1h30m0.5s) }",
                "{ resource.service.name = `x` } &>> { status = error } | count() > 2 | by(.a) | select(name, .b)",
                "{ kind = server && parent.x = nil } | quantile_over_time(duration, 0.5, .99) by(.a) | topk(3)",
                "({} | rate()) / ({ .a != nil } | rate()) * 100 with(exemplars=true, sample=0.1)",
                "{ event:timeSinceStart > 1ms } | compare({ status = error }, 10, 1, 2)",
                "{ .a = ",
                "{ .a =~ } | avg(.b) >= -1.5e-3");
        return Stream.concat(random, made).map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "traceql.dict")
    @FuzzTest
    void queriesAreRefusedOrPrintedAsThemselves(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Allocation.within(MEMORY_FACTOR * bytes.length, () -> {
            parse(() -> TraceQl.parse(text));
            parse(() -> TraceQl.parseLenient(text));
            TraceQl.cacheKey(text);
        });
        Optional<Query> strict = parse(() -> TraceQl.parse(text));
        Optional<Query> lenient = parse(() -> TraceQl.parseLenient(text));
        if (strict.isPresent()) assertThat(lenient).isEqualTo(strict);
        lenient.ifPresent(QueryFuzzTest::checkFacts);
        parse(() -> TraceQl.parseIdentifier(text));
        parse(() -> TraceQl.parseSpanFilter(text));
    }

    private static void checkFacts(Query query) {
        QueryFacts.isNoop(query);
        QueryFacts.needsWholeTraces(query);
        String canonical = query.canonical();
        if (!hasValueWithoutLiteral(canonical)) {
            assertThat(TraceQl.parse(canonical)).as(canonical).isEqualTo(query);
        }
    }

    /// What overflows while constants are folded has no literal, nor has the least number.
    private static boolean hasValueWithoutLiteral(String canonical) {
        return canonical.contains("Inf")
                || canonical.contains("NaN")
                || canonical.contains("9223372036854775808")
                || canonical.contains("2562047h47m16.854775808s");
    }

    private static <T> Optional<T> parse(Supplier<T> parser) {
        try {
            return Optional.of(parser.get());
        } catch (TraceQlException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }
}
