package io.tenuto.traceql.lang;

import org.jspecify.annotations.Nullable;

/// An expression over one span (and at most one of its events and links): literal, reference, or operation.
public sealed interface FieldExpression permits Static, FieldReference, FieldExpression.Binary, FieldExpression.Unary {

    /// The type known before any span is seen; [StaticType#ATTRIBUTE] when only the span can tell.
    default StaticType impliedType() {
        return Typing.impliedType(this);
    }

    /// Whether the value depends on the span at all.
    default boolean referencesSpan() {
        return switch (this) {
            case Static _ -> false;
            case FieldReference _ -> true;
            case Binary binary ->
                binary.left().referencesSpan() || binary.right().referencesSpan();
            case Unary unary -> unary.operand().referencesSpan();
        };
    }

    default String canonical() {
        return Printer.print(this);
    }

    // Equality is written out in nodes that nest: that of records takes several frames of stack for each level.

    record Binary(BinaryOperator operator, FieldExpression left, FieldExpression right) implements FieldExpression {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Binary that
                    && operator == that.operator
                    && left.equals(that.left)
                    && right.equals(that.right);
        }

        @Override
        public int hashCode() {
            return (operator.ordinal() * 31 + left.hashCode()) * 31 + right.hashCode();
        }
    }

    record Unary(UnaryOperator operator, FieldExpression operand) implements FieldExpression {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Unary that && operator == that.operator && operand.equals(that.operand);
        }

        @Override
        public int hashCode() {
            return operator.ordinal() * 31 + operand.hashCode() + 1;
        }
    }
}
