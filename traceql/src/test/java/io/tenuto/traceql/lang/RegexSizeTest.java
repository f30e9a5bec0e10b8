package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RegexSizeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a{1000}",
                "(a{10}){100}",
                "a{1,1000}b{1000}",
                "[{1000}]{1000}",
                "[]{1000}]{1000}",
                "\\{1000}{1000}",
                "(\\x{1000}){1000}",
                "(\\p{Greek}|b){500}",
                "(a{x}){1000}",
                "(ab|cd{2}){400}x*",
                "x{0}"
            })
    void ordinaryPatternsAreBounded(String regex) {
        assertThat(RegexSize.isBounded(regex)).isTrue();
        assertThat(Regexes.isValid(regex)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(((a{1000}){1000}){1000}){1000}",
                "(a{100}){11}",
                "((a{2,}b){501})",
                "(a{0,1000}){0,2}",
                "(abcdefghijklmnopqrstuvwxyz){1000}",
                "(?:(?:a{2}b){30}|c){20}"
            })
    void patternsThatGrowBeyondMeasureAreNot(String regex) {
        assertThat(RegexSize.isBounded(regex)).isFalse();
        assertThat(Regexes.isValid(regex)).isFalse();
    }

    @Test
    void deepNestingIsRefusedAndDeepEnoughIsCompiled() {
        assertThat(Regexes.isValid("(a|".repeat(1001) + "b" + ")".repeat(1001))).isFalse();
        assertThat(Regexes.isValid("(a|".repeat(500) + "b" + ")".repeat(500))).isTrue();
    }

    @Test
    void longListsOfAlternativesAreBoundedByTheirOwnLength() {
        assertThat(RegexSize.isBounded("some-service|".repeat(9_000) + "x")).isTrue();
    }
}
