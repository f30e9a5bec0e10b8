package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        { .x = ; { true }
        { .x = 1 && span:status = ; { (.x = 1) && true }
        { (resource."a b" != ) || .y }; { true || .y }
        { .x =~ } | count() > 3; { true }|(count()) > 3
        { .x = 1 | count() > 3; { .x = 1 }|(count()) > 3
        """)
    void unfinishedComparisonsCountAsTrue(String text, String canonical) {
        assertThat(TraceQl.parseLenient(text).canonical()).isEqualTo(canonical);
    }

    @Test
    void whatCannotBeRepairedKeepsItsOwnError() {
        assertThatThrownBy(() -> TraceQl.parseLenient("{ .x = 1 && }"))
                .hasMessage("parse error at line 1, col 13: syntax error: unexpected }");
        assertThat(TraceQl.cacheKey("{ .x = 1 && }")).isEqualTo("{}");
        assertThat(TraceQl.cacheKey(" ")).isEqualTo("{}");
        assertThat(TraceQl.cacheKey("{ .x = }")).isEqualTo("{}");
    }

    @Test
    void conditionsFormGroupsOfWhichOneMustHold() {
        assertThat(groups("{ (.x = 1 || .y = 2) && name = \"n\" }"))
                .containsExactly("[.x = 1, name = `n`]", "[.y = 2, name = `n`]");
        assertThat(groups("{ .x = 1 || .x = 1 }")).containsExactly("[.x = 1]");
        assertThat(groups("{ 3 < .x && .y != nil && .z }")).containsExactly("[.x > 3, .y exists]");
        assertThat(groups("{ .x = nil && .y = 1 || nil = .z }"))
                .containsExactly("[.x is missing, .y = 1]", "[.z is missing]");
        assertThat(groups("{ .x = 1 || true }")).isEmpty();
        assertThat(groups("{ .x = 1 } >> { }")).isEmpty();
    }

    @Test
    void tooManyGroupsAreRefused() {
        Query query = TraceQl.parse("{ .a = 1 || .b = 2 || .c = 3 }");
        assertThatThrownBy(() -> ConditionGroups.of(query, 2))
                .hasMessage("maximum condition groups reached (limit: 2). "
                        + "Reduce the number of OR conditions in the query");
    }

    private static List<String> groups(String text) {
        return ConditionGroups.of(TraceQl.parse(text), 100).stream()
                .map(group -> group.stream().map(LenientTest::text).toList().toString())
                .toList();
    }

    private static String text(ConditionGroups.Condition condition) {
        return switch (condition) {
            case ConditionGroups.Condition.Exists(FieldReference reference) -> reference.canonical() + " exists";
            case ConditionGroups.Condition.Missing(FieldReference reference) -> reference.canonical() + " is missing";
            case ConditionGroups.Condition.Compare compare ->
                compare.reference().canonical() + " " + compare.operator().symbol() + " "
                        + compare.operands().getFirst().canonical();
        };
    }
}
