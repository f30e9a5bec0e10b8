package io.tenuto.traceql.lang;

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

    record Binary(BinaryOperator operator, FieldExpression left, FieldExpression right) implements FieldExpression {}

    record Unary(UnaryOperator operator, FieldExpression operand) implements FieldExpression {}
}
