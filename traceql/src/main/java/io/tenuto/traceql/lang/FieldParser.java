package io.tenuto.traceql.lang;

import io.tenuto.model.AttributeScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses expressions over one span, by precedence.
final class FieldParser {
    // The levels of the language, low to high. Unary minus binds as its binary sign does; `!` just above.
    private static final int LOGICAL = 2;
    private static final int COMPARISON = 3;
    private static final int ADDITIVE = 4;
    private static final int NOT = 5;
    private static final int MULTIPLICATIVE = 6;
    private static final int POWER = 7;

    private final TokenStream tokens;
    private final Nesting nesting;
    /// Height of the expression parsed last.
    private int height;

    FieldParser(TokenStream tokens, Nesting nesting) {
        this.tokens = tokens;
        this.nesting = nesting;
    }

    FieldExpression expression() {
        return expression(LOGICAL);
    }

    /// How many levels the expression has that was parsed last.
    int height() {
        return height;
    }

    /// An expression of operators that bind at least as tightly as `outermost`.
    ///
    /// Parentheses that stand first are read in a loop: chains have as many in their canonical text as they have
    /// operands.
    private FieldExpression expression(int outermost) {
        Deque<Integer> around = new ArrayDeque<>();
        int level = outermost;
        while (tokens.takeIf(TokenKind.OPEN_PAREN)) {
            nesting.open();
            around.push(level);
            level = LOGICAL;
        }
        FieldExpression left = operand();
        while (true) {
            BinaryOperator operator = operator(tokens.kind());
            if (operator == null || levelOf(operator) < level) {
                if (around.isEmpty()) return left;
                tokens.require(TokenKind.CLOSE_PAREN);
                nesting.close();
                level = around.pop();
            } else {
                tokens.take();
                left = joined(operator, left);
            }
        }
    }

    /// The operation of `left` with what follows the operator that was read last.
    private FieldExpression joined(BinaryOperator operator, FieldExpression left) {
        if (operator.kind() == BinaryOperator.Kind.EQUALITY && tokens.takeIf(TokenKind.NIL)) {
            height = nesting.above(height, 0);
            return existence(operator, left);
        }
        int leftHeight = height;
        nesting.enter();
        FieldExpression right = expression(operator == BinaryOperator.POWER ? POWER : levelOf(operator) + 1);
        nesting.leave();
        FieldExpression whole = Folding.binary(operator, left, right);
        height = whole instanceof Static ? 1 : nesting.above(leftHeight, height);
        return whole;
    }

    private FieldExpression operand() {
        return switch (tokens.kind()) {
            case MINUS -> prefix(UnaryOperator.NEGATE, ADDITIVE + 1);
            case NOT -> prefix(UnaryOperator.NOT, NOT + 1);
            case NIL -> nilFirst();
            default -> leaf();
        };
    }

    private FieldExpression prefix(UnaryOperator operator, int level) {
        tokens.take();
        nesting.enter();
        FieldExpression operand = expression(level);
        nesting.leave();
        height = nesting.above(height, 0);
        return Folding.unary(operator, operand);
    }

    /// `nil = x` is `x = nil`.
    private FieldExpression nilFirst() {
        tokens.take();
        BinaryOperator operator = operator(tokens.kind());
        if (operator != BinaryOperator.EQUAL && operator != BinaryOperator.NOT_EQUAL) {
            throw tokens.unexpected(TokenKind.EQUAL, TokenKind.NOT_EQUAL);
        }
        tokens.take();
        if (tokens.takeIf(TokenKind.NIL)) {
            height = 1;
            return Static.FALSE;
        }
        nesting.enter();
        FieldExpression operand = expression(COMPARISON + 1);
        nesting.leave();
        height = nesting.above(height, 0);
        return existence(operator, operand);
    }

    private static FieldExpression existence(BinaryOperator operator, FieldExpression operand) {
        return Folding.unary(
                operator == BinaryOperator.EQUAL ? UnaryOperator.NOT_EXISTS : UnaryOperator.EXISTS, operand);
    }

    private FieldExpression leaf() {
        height = 1;
        if (startsReference(tokens.kind())) return reference();
        return literal();
    }

    /// A literal or a named constant.
    Static literal() {
        Token token = tokens.current();
        Static value = switch (token.kind()) {
            case STRING, INTEGER, FLOAT, DURATION -> token.value();
            case TRUE -> Static.TRUE;
            case FALSE -> Static.FALSE;
            case STATUS_OK -> new Static.Status(Static.StatusValue.OK);
            case STATUS_ERROR -> new Static.Status(Static.StatusValue.ERROR);
            case STATUS_UNSET -> new Static.Status(Static.StatusValue.UNSET);
            case KIND_UNSPECIFIED -> new Static.Kind(Static.KindValue.UNSPECIFIED);
            case KIND_INTERNAL -> new Static.Kind(Static.KindValue.INTERNAL);
            case KIND_SERVER -> new Static.Kind(Static.KindValue.SERVER);
            case KIND_CLIENT -> new Static.Kind(Static.KindValue.CLIENT);
            case KIND_PRODUCER -> new Static.Kind(Static.KindValue.PRODUCER);
            case KIND_CONSUMER -> new Static.Kind(Static.KindValue.CONSUMER);
            case IDENTIFIER -> constant(token);
            default -> throw tokens.unexpected();
        };
        tokens.take();
        return value;
    }

    private static Static constant(Token token) {
        return switch (token.text()) {
            case "minInt" -> new Static.Int(Long.MIN_VALUE);
            case "maxInt" -> new Static.Int(Long.MAX_VALUE);
            default -> throw token.error("unknown identifier: " + token.text());
        };
    }

    /// References separated by commas, within parentheses.
    List<FieldReference> references() {
        tokens.expect(TokenKind.OPEN_PAREN);
        List<FieldReference> references = new ArrayList<>();
        references.add(reference());
        while (tokens.takeIf(TokenKind.COMMA)) references.add(reference());
        if (tokens.kind() != TokenKind.CLOSE_PAREN) throw tokens.unexpected(TokenKind.CLOSE_PAREN, TokenKind.COMMA);
        tokens.take();
        return references;
    }

    private static boolean startsReference(TokenKind kind) {
        return switch (kind) {
            case DOT,
                    PARENT_DOT,
                    RESOURCE_DOT,
                    SPAN_DOT,
                    EVENT_DOT,
                    LINK_DOT,
                    INSTRUMENTATION_DOT,
                    TRACE_COLON,
                    SPAN_COLON,
                    EVENT_COLON,
                    LINK_COLON,
                    INSTRUMENTATION_COLON -> true;
            default -> isIntrinsic(kind);
        };
    }

    /// Whether the token alone is an intrinsic.
    static boolean isIntrinsic(TokenKind kind) {
        return switch (kind) {
            case DURATION_FIELD,
                    NAME,
                    STATUS,
                    STATUS_MESSAGE,
                    KIND,
                    ROOT_NAME,
                    ROOT_SERVICE_NAME,
                    TRACE_DURATION,
                    NESTED_SET_LEFT,
                    NESTED_SET_RIGHT,
                    NESTED_SET_PARENT,
                    PARENT -> true;
            default -> false;
        };
    }

    FieldReference reference() {
        return switch (tokens.kind()) {
            case DOT -> {
                tokens.take();
                yield Attribute.unscoped(attributeName());
            }
            case RESOURCE_DOT -> scoped(AttributeScope.RESOURCE);
            case SPAN_DOT -> scoped(AttributeScope.SPAN);
            case EVENT_DOT -> scoped(AttributeScope.EVENT);
            case LINK_DOT -> scoped(AttributeScope.LINK);
            case INSTRUMENTATION_DOT -> scoped(AttributeScope.INSTRUMENTATION);
            case PARENT_DOT -> ofParent();
            case TRACE_COLON, SPAN_COLON, EVENT_COLON, LINK_COLON, INSTRUMENTATION_COLON -> scopedIntrinsic();
            default -> intrinsic();
        };
    }

    private Attribute scoped(AttributeScope scope) {
        tokens.take();
        return Attribute.of(scope, attributeName());
    }

    private Attribute ofParent() {
        tokens.take();
        return new Attribute.OfParent(
                switch (tokens.kind()) {
                    case RESOURCE_DOT -> scoped(AttributeScope.RESOURCE);
                    case SPAN_DOT -> scoped(AttributeScope.SPAN);
                    case IDENTIFIER -> Attribute.unscoped(attributeName());
                    default ->
                        throw tokens.unexpected(TokenKind.IDENTIFIER, TokenKind.RESOURCE_DOT, TokenKind.SPAN_DOT);
                });
    }

    private String attributeName() {
        String name = tokens.expect(TokenKind.IDENTIFIER).text();
        tokens.expect(TokenKind.END_ATTRIBUTE);
        return name;
    }

    private IntrinsicField intrinsic() {
        IntrinsicField field = switch (tokens.kind()) {
            case DURATION_FIELD -> IntrinsicField.DURATION;
            case NAME -> IntrinsicField.NAME;
            case STATUS -> IntrinsicField.STATUS;
            case STATUS_MESSAGE -> IntrinsicField.STATUS_MESSAGE;
            case KIND -> IntrinsicField.KIND;
            case ROOT_NAME -> IntrinsicField.TRACE_ROOT_NAME;
            case ROOT_SERVICE_NAME -> IntrinsicField.TRACE_ROOT_SERVICE;
            case TRACE_DURATION -> IntrinsicField.TRACE_DURATION;
            case NESTED_SET_LEFT -> IntrinsicField.NESTED_SET_LEFT;
            case NESTED_SET_RIGHT -> IntrinsicField.NESTED_SET_RIGHT;
            case NESTED_SET_PARENT -> IntrinsicField.NESTED_SET_PARENT;
            case PARENT -> IntrinsicField.PARENT;
            default -> throw tokens.unexpected();
        };
        tokens.take();
        return field;
    }

    private IntrinsicField scopedIntrinsic() {
        TokenKind scope = tokens.take().kind();
        TokenKind name = tokens.kind();
        IntrinsicField field = switch (scope) {
            case TRACE_COLON ->
                switch (name) {
                    case DURATION_FIELD -> IntrinsicField.TRACE_DURATION;
                    case ROOT_NAME -> IntrinsicField.TRACE_ROOT_NAME;
                    case ROOT_SERVICE -> IntrinsicField.TRACE_ROOT_SERVICE;
                    case ID -> IntrinsicField.TRACE_ID;
                    default ->
                        throw tokens.unexpected(
                                TokenKind.DURATION_FIELD, TokenKind.ROOT_NAME, TokenKind.ROOT_SERVICE, TokenKind.ID);
                };
            case SPAN_COLON ->
                switch (name) {
                    case DURATION_FIELD -> IntrinsicField.DURATION;
                    case NAME -> IntrinsicField.NAME;
                    case STATUS -> IntrinsicField.STATUS;
                    case STATUS_MESSAGE -> IntrinsicField.STATUS_MESSAGE;
                    case KIND -> IntrinsicField.KIND;
                    case ID -> IntrinsicField.SPAN_ID;
                    case PARENT_ID -> IntrinsicField.PARENT_SPAN_ID;
                    case CHILD_COUNT -> IntrinsicField.CHILD_COUNT;
                    default -> throw tokens.unexpected();
                };
            case EVENT_COLON ->
                switch (name) {
                    case NAME -> IntrinsicField.EVENT_NAME;
                    case TIME_SINCE_START -> IntrinsicField.EVENT_TIME_SINCE_START;
                    default -> throw tokens.unexpected(TokenKind.NAME, TokenKind.TIME_SINCE_START);
                };
            case LINK_COLON ->
                switch (name) {
                    case TRACE_ID -> IntrinsicField.LINK_TRACE_ID;
                    case SPAN_ID -> IntrinsicField.LINK_SPAN_ID;
                    default -> throw tokens.unexpected(TokenKind.TRACE_ID, TokenKind.SPAN_ID);
                };
            default ->
                switch (name) {
                    case NAME -> IntrinsicField.INSTRUMENTATION_NAME;
                    case VERSION -> IntrinsicField.INSTRUMENTATION_VERSION;
                    default -> throw tokens.unexpected(TokenKind.NAME, TokenKind.VERSION);
                };
        };
        tokens.take();
        return field;
    }

    private static int levelOf(BinaryOperator operator) {
        return switch (operator) {
            case AND, OR -> LOGICAL;
            case ADD, SUBTRACT -> ADDITIVE;
            case MULTIPLY, DIVIDE, MODULO -> MULTIPLICATIVE;
            case POWER -> POWER;
            default -> COMPARISON;
        };
    }

    private static @Nullable BinaryOperator operator(TokenKind kind) {
        return switch (kind) {
            case PLUS -> BinaryOperator.ADD;
            case MINUS -> BinaryOperator.SUBTRACT;
            case STAR -> BinaryOperator.MULTIPLY;
            case SLASH -> BinaryOperator.DIVIDE;
            case PERCENT -> BinaryOperator.MODULO;
            case CARET -> BinaryOperator.POWER;
            case EQUAL -> BinaryOperator.EQUAL;
            case NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
            case LESS -> BinaryOperator.LESS;
            case LESS_EQUAL -> BinaryOperator.LESS_EQUAL;
            case GREATER -> BinaryOperator.GREATER;
            case GREATER_EQUAL -> BinaryOperator.GREATER_EQUAL;
            case REGEX -> BinaryOperator.REGEX;
            case NOT_TILDE -> BinaryOperator.NOT_REGEX;
            case AND -> BinaryOperator.AND;
            case OR -> BinaryOperator.OR;
            default -> null;
        };
    }
}
