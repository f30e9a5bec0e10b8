package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.model.AttributeScope;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
        {};                                      { true }
        { .x || .y && .z };                      { (.x || .y) && .z }
        { .x = 1 && .y = 2 || .z = 3 };          { ((.x = 1) && (.y = 2)) || (.z = 3) }
        { -.x * 2 = 4 };                         { (-(.x * 2)) = 4 }
        { -.x + 2 = 4 };                         { ((-.x) + 2) = 4 }
        { !.x = .y };                            { (!.x) = .y }
        { .x ^ 2 ^ 3 = 1 };                      { (.x ^ 8) = 1 }
        { nil != span.retries };                 { span.retries != nil }
        { span:name =~ "GET.*" };                { name =~ `GET.*` }
        { resource."my app" = 'x' };             error
        { event.level = "warn" } >> { kind = client } && { .z }; (({ event.level = `warn` }) >> ({ kind = client })) && ({ .z })
        ({ .x } | count() > 2) || ({ .y } | avg(duration) < 1s); ({ .x }|(count()) > 2) || ({ .y }|(avg(duration)) < 1s)
        { } | by(resource.region) | sum(.bytes) >= 10 * 1024 | coalesce(); { true }|by(resource.region)|(sum(.bytes)) >= 10240|coalesce()
        { } | select(.x, link:spanID);           { true }|select(.x, link:spanID)
        { } | rate() by (.x, name) | topk(3) > 0.5; { true } | rate()by(.x,name) | topk(3) > 0.5
        { } | quantile_over_time(duration, .9, 1); { true } | quantile_over_time(duration,0.90000,1.00000)
        100 * ({ status = error } | rate()) / ({ } | rate()); (100 * ({ status = error } | rate())) / ({ true } | rate())
        ({ } | rate()) > 5;                      { true } | rate() > 5
        ({ } | rate()) > 3e16;                   { true } | rate() > 30000000000000000
        { ."2xx" = 1 && span."2xx" = 1 };        { (."2xx" = 1) && (span.2xx = 1) }
        { } | compare({ .x }, 5, 10, 20);        { true } | compare({ .x },5,10,20)
        { } | rate() with(exemplars=5, sample=0.5); { true } | rate() with(exemplars=5,sample=0.5)
        { } with(x=1) with(most_recent=true);    { true } with(most_recent=true)
        """)
    void queriesHaveOneCanonicalText(String text, String canonical) {
        if (canonical.equals("error")) {
            assertThatThrownBy(() -> TraceQl.parse(text)).isInstanceOf(TraceQlException.class);
        } else {
            assertThat(TraceQl.parse(text).canonical()).isEqualTo(canonical);
        }
    }

    @Test
    void namesTakeQuotedAndPlainPartsTogether() {
        assertThat(TraceQl.parseIdentifier("span.\"my \\\"key\\\"\".sub"))
                .isEqualTo(Attribute.of(AttributeScope.SPAN, "my \"key\".sub"));
    }

    @Test
    void constantsAreFoldedAndFailuresAreLeftForTheRun() {
        assertThat(condition("{ .x = 2 ^ 3 * 2 }")).isEqualTo(condition("{ .x = 16 }"));
        assertThat(condition("{ 1h30m > 80m }")).isEqualTo(Static.TRUE);
        assertThat(condition("{ 1 / 0 = 1 }")).isInstanceOf(FieldExpression.Binary.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
        { span.count = };       parse error at line 1, col 16: syntax error: unexpected }
        { colour = 1 };         parse error at line 1, col 3: unknown identifier: colour
        { .x } | sum(.y);       parse error at line 1, col 17: syntax error: unexpected $end
        { .x } && { .y } | ;    parse error at line 1, col 19: syntax error: unexpected $end
        ({ .x } 7;              parse error at line 1, col 9: syntax error: unexpected INTEGER, expecting ) or |
        2 * ({ .x } by;         parse error at line 1, col 13: syntax error: unexpected by, expecting |
        (({ .x } | { .y });     parse error at line 1, col 19: syntax error: unexpected $end
        { .x } | (count() = 2); parse error at line 1, col 19: syntax error: unexpected =
        ({ .x } | rate()) > 5 % 2; parse error at line 1, col 23: syntax error: unexpected %, expecting with
        ({ .x } | { .y }) && ({ .x } | rate()); parse error at line 1, col 32: syntax error: unexpected rate
        { event:nam = "x" };    parse error at line 1, col 9: syntax error: unexpected IDENTIFIER, expecting name or timeSinceStart
        { "half };              parse error at line 1, col 3: literal not terminated
        { .x = "\\q" };         parse error at line 1, col 8: invalid char escape
        { .x = 'word' };        parse error at line 1, col 8: invalid char literal
        { .x = 1__0 };          parse error at line 1, col 8: '_' must separate successive digits
        { .x = 09 };            parse error at line 1, col 8: invalid digit '9' in octal literal
        { status > 1 };         binary operations must operate on the same type: status > 1
        { kind > server };      illegal operation for the given types: kind > server
        { } | quantile_over_time(duration, 1.5); quantile must be between 0 and 1: 1.5
        """)
    void errorsSayWhatAndWhere(String text, String message) {
        assertThatThrownBy(() -> TraceQl.parse(text)).hasMessage(message);
    }

    @Test
    void positionsCountLinesAndCharacters() {
        assertThatThrownBy(() -> TraceQl.parse("{ .é = 1 }\n// remark\n | 7"))
                .hasMessage("parse error at line 3, col 5: syntax error: unexpected $end");
    }

    @Test
    void deepNestingIsRefusedOnAnOrdinaryStack() {
        int depth = 10_000;
        assertThatThrownBy(() -> TraceQl.parse("{ " + "(".repeat(depth) + ".x" + ")".repeat(depth) + " }"))
                .hasMessageContaining("nests deeper than");
        assertThatThrownBy(() -> TraceQl.parse("(".repeat(depth) + "{}" + ")".repeat(depth)))
                .hasMessageContaining("nests deeper than");
        assertThatThrownBy(() -> TraceQl.parse("{ " + "!".repeat(depth) + ".x }"))
                .hasMessageContaining("nests deeper than");
        assertThatThrownBy(() -> TraceQl.parse("{ .x" + " || .x".repeat(depth) + " }"))
                .hasMessageContaining("nests deeper than");
        assertThatThrownBy(() -> TraceQl.parse("{}" + " && {}".repeat(depth)))
                .hasMessageContaining("nests deeper than");
    }

    /// Half of what threads have by default, and those that carry virtual threads: what calls and what is called take
    /// the rest. The first time needs more of it, since code is linked where it is first met, at the bottom.
    @Test
    void theDeepestAllowedQueriesTakeLessThanHalfOfAStack() throws Exception {
        int depth = Nesting.DEPTH_MAX;
        int recursion = Nesting.RECURSION_MAX - 1;
        String chain = "{ .x" + " || .x".repeat(depth - 2) + " }";
        String signs = "{ " + "!".repeat(recursion) + ".x }";
        String nested = "{ " + "!(".repeat(recursion) + ".x" + ")".repeat(recursion) + " }";
        String filters = "{ .x" + " && .x".repeat(depth / 2 - 1) + " }" + " || { .y }".repeat(depth / 2 - 1);
        String right = "{ .x } > (".repeat(recursion) + "{ .x }" + ")".repeat(recursion);
        String series = "({ } | rate())" + " + ({ } | rate())".repeat(depth - 2);
        List<String> texts = List.of(chain, signs, nested, filters, right, series);
        for (String text : texts) assertThat(comesBack(text, 1 << 20)).isTrue();
        for (String text : texts) assertThat(comesBack(text, 512 * 1024)).isTrue();
    }

    private static boolean comesBack(String text, int stackBytes) throws Exception {
        FutureTask<Boolean> roundTrip = new FutureTask<>(() -> {
            Query query = TraceQl.parse(text);
            Query again = TraceQl.parse(query.canonical());
            return again.equals(query) && again.hashCode() == query.hashCode();
        });
        new Thread(null, roundTrip, "stack of " + stackBytes, stackBytes).start();
        return roundTrip.get();
    }

    @Test
    void levelsOfFiltersAndOfOperationsAroundThemCountTogether() {
        String half = " || .x".repeat(Nesting.DEPTH_MAX / 2);
        assertThatThrownBy(() -> TraceQl.parse("{ .x" + half + " }" + " && { }".repeat(Nesting.DEPTH_MAX / 2)))
                .hasMessageContaining("nests deeper than");
        assertThatThrownBy(() -> TraceQl.parse(
                        "({ } | { .x" + half + " } | rate())" + " + ({ } | rate())".repeat(Nesting.DEPTH_MAX / 2)))
                .hasMessageContaining("nests deeper than");
    }

    private static FieldExpression condition(String text) {
        Query.Search search = (Query.Search) TraceQl.parse(text);
        return ((SpansetExpression.Filter) search.pipeline().elements().getFirst()).condition();
    }
}
