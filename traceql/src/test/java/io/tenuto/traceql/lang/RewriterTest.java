package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriterTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        { .x = 1 || .x = 2 || 3 = .x };      .x IN [1, 2, 3]
        { .x != "a" && .x != "b" };          .x NOT IN [`a`, `b`]
        { .x =~ "a.*" || .x =~ "b" };        .x MATCH ANY [`a.*`, `b`]
        { .x !~ "a.*" && .x !~ "b" };        .x MATCH NONE [`a.*`, `b`]
        { .x = 1 && .x = 2 };                (.x = 1) && (.x = 2)
        { .x = 1 || .x = 2.0 };              (.x = 1) || (.x = 2.0)
        { duration = 1s || duration = 2s };  (duration = 1s) || (duration = 2s)
        { !(.x = 1 || .x = 2) };             !((.x = 1) || (.x = 2))
        { .y && (.x = 1 || .x = 2) };        .y && (.x IN [1, 2])
        """)
    void chainsOfOneAttributeBecomeSets(String text, String rewritten) {
        Query.Search search = (Query.Search) TraceQl.parse(text);
        SpansetExpression.Filter filter =
                (SpansetExpression.Filter) search.pipeline().elements().getFirst();
        assertThat(QueryRewriter.rewritten(filter.condition()).canonical()).isEqualTo(rewritten);
    }
}
