package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StaticOpsTest {
    @Test
    void nothingComparesWithNil() {
        for (BinaryOperator operator : BinaryOperator.values()) {
            if (operator.kind() == BinaryOperator.Kind.LOGICAL) continue;
            assertThat(StaticOps.binary(operator, Static.NIL, text("a"))).isEqualTo(Static.FALSE);
            assertThat(StaticOps.binary(operator, text("a"), Static.NIL)).isEqualTo(Static.FALSE);
        }
        assertThat(StaticOps.areEqual(Static.NIL, Static.NIL)).isFalse();
        assertThat(StaticOps.areUnequal(Static.NIL, Static.NIL)).isFalse();
    }

    @Test
    void anythingThatIsNotTrueCountsAsFalse() {
        assertThat(StaticOps.binary(BinaryOperator.OR, Static.NIL, Static.TRUE)).isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.OR, Static.TRUE, text("x"))).isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.AND, text("x"), Static.TRUE)).isEqualTo(Static.FALSE);
    }

    @Test
    void numbersCompareAcrossTypes() {
        Static second = new Static.Duration(1_000_000_000L);
        assertThat(StaticOps.binary(BinaryOperator.EQUAL, integer(1), floating(1.0)))
                .isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.LESS, floating(999.5), second))
                .isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.EQUAL, second, integer(1_000_000_000L)))
                .isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.EQUAL, integer(1), text("1")))
                .isEqualTo(Static.FALSE);
        assertThat(StaticOps.binary(BinaryOperator.NOT_EQUAL, integer(1), text("1")))
                .isEqualTo(Static.FALSE);
    }

    @Test
    void theBaseOfAPowerStandsOnTheLeft() {
        assertThat(StaticOps.binary(BinaryOperator.POWER, integer(2), integer(10)))
                .isEqualTo(integer(1024));
        assertThat(StaticOps.binary(BinaryOperator.POWER, floating(2), integer(-1)))
                .isEqualTo(floating(0.5));
    }

    @Test
    void arithmeticWithADurationGivesNanosecondsAsFloat() {
        assertThat(StaticOps.binary(BinaryOperator.MULTIPLY, new Static.Duration(1500), integer(2)))
                .isEqualTo(floating(3000));
    }

    @Test
    void integerDivisionByZeroIsTheCallersError() {
        assertThatThrownBy(() -> StaticOps.binary(BinaryOperator.DIVIDE, integer(1), integer(0)))
                .isInstanceOf(TraceQlException.class)
                .hasMessage("division by zero");
        assertThat(StaticOps.binary(BinaryOperator.DIVIDE, floating(1), integer(0)))
                .isEqualTo(floating(Double.POSITIVE_INFINITY));
    }

    @Test
    void oneElementOfAnArraySufficesUnlessTheOperatorNegates() {
        Static array = new Static.Texts(List.of("red", "green"));
        assertThat(StaticOps.binary(BinaryOperator.EQUAL, array, text("green"))).isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.NOT_EQUAL, array, text("green")))
                .isEqualTo(Static.FALSE);
        assertThat(StaticOps.binary(BinaryOperator.NOT_EQUAL, array, text("blue")))
                .isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.NOT_REGEX, array, text("b.*")))
                .isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.LESS, integer(2), new Static.Ints(List.of(1L, 3L))))
                .isEqualTo(Static.TRUE);
    }

    @Test
    void setOperatorsTakeArraysAsTheirChainsWould() {
        Static array = new Static.Ints(List.of(1L, 2L));
        Static set = new Static.Ints(List.of(2L, 5L));
        assertThat(StaticOps.binary(BinaryOperator.IN, array, set)).isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.NOT_IN, array, set)).isEqualTo(Static.FALSE);
        assertThat(StaticOps.binary(BinaryOperator.NOT_IN, integer(7), set)).isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.IN, floating(5), set)).isEqualTo(Static.TRUE);
    }

    @Test
    void regularExpressionsMatchTheWholeTextAndNewlines() {
        assertThat(StaticOps.binary(BinaryOperator.REGEX, text("GET /x"), text("GET")))
                .isEqualTo(Static.FALSE);
        assertThat(StaticOps.binary(BinaryOperator.REGEX, text("a\nb"), text("a.b|z")))
                .isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.REGEX, text("a"), text("a|zz")))
                .isEqualTo(Static.TRUE);
        assertThat(StaticOps.binary(BinaryOperator.NOT_REGEX, integer(1), text("1")))
                .isEqualTo(Static.FALSE);
    }

    @Test
    void textsAreOrderedByCodePoint() {
        assertThat(StaticOps.compareText("\uFFFD", "\uD83D\uDE00")).isNegative();
        assertThat(StaticOps.compareText("ab", "abc")).isNegative();
    }

    @Test
    void signsOfMissingValuesAreMissingAndOfOthersErrors() {
        FieldExpression expression = new FieldExpression.Unary(UnaryOperator.NOT, Attribute.unscoped("x"));
        assertThat(StaticOps.unary(UnaryOperator.NOT, Static.NIL, expression)).isEqualTo(Static.NIL);
        assertThatThrownBy(() -> StaticOps.unary(UnaryOperator.NOT, text("x"), expression))
                .hasMessage("expression (!.x) expected a boolean, but got TypeString");
    }

    private static Static text(String value) {
        return new Static.Text(value);
    }

    private static Static integer(long value) {
        return new Static.Int(value);
    }

    private static Static floating(double value) {
        return new Static.Float(value);
    }
}
