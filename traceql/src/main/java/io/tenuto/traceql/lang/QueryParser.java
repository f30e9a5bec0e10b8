package io.tenuto.traceql.lang;

import io.tenuto.traceql.lang.Part.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parses whole queries, by recursive descent and precedence.
///
/// Error texts imitate those of an LALR parser: the first token that cannot continue is named, with the expected
/// ones where there are at most four.
final class QueryParser {
    private static final Set<Kind> ROOT = EnumSet.of(
            Kind.SPANS,
            Kind.WRAPPED,
            Kind.ELEMENT,
            Kind.SCALAR,
            Kind.PIPELINE_SCALAR,
            Kind.PIPELINE_FILTER,
            Kind.NUMBER,
            Kind.SERIES);
    private static final Set<Kind> STAGE = EnumSet.of(Kind.SPANS, Kind.ELEMENT, Kind.SCALAR, Kind.NUMBER);

    private final TokenStream tokens;
    private final Nesting nesting;
    private final FieldParser fields;
    private final MetricsParser metrics;
    /// Height of the part parsed last.
    private int height;

    private QueryParser(String text) {
        tokens = new TokenStream(text);
        nesting = new Nesting(tokens);
        fields = new FieldParser(tokens, nesting);
        metrics = new MetricsParser(tokens, fields, this);
    }

    static Query parse(String text) {
        return new QueryParser(text).query();
    }

    private Query query() {
        Part part = part(Operators.LOGICAL, ROOT);
        return switch (part) {
            case Part.Spans(SpansetExpression expression) -> pipelineQuery(expression);
            case Part.Element(PipelineElement element) -> pipelineQuery(element);
            case Part.Wrapped(SpansetExpression expression) ->
                new Query.Search(
                        expression instanceof Pipeline pipeline ? pipeline : Pipeline.of(expression), hintsAndEnd());
            case Part.PipelineFilter(PipelineElement.ScalarFilter filter) ->
                new Query.Search(Pipeline.of(filter), hintsAndEnd());
            case Part.Series(MetricsExpression expression) -> {
                MetricsExpression staged = metrics.staged(expression);
                yield new Query.Metrics(staged, hintsAndEnd());
            }
            case Part.Scalar _, Part.PipelineScalar _, Part.Number _ -> throw tokens.unexpected();
        };
    }

    private Query pipelineQuery(PipelineElement first) {
        Stages stages = stages(first, false, true);
        MetricsExpression series = stages.series();
        if (series != null) return new Query.Metrics(series, hintsAndEnd());
        return new Query.Search(new Pipeline(stages.elements()), hintsAndEnd());
    }

    private Hints hintsAndEnd() {
        Hints hints = Hints.NONE;
        while (tokens.takeIf(TokenKind.WITH)) hints = hints();
        if (tokens.kind() != TokenKind.END) throw tokens.unexpected(TokenKind.WITH);
        return hints;
    }

    private Hints hints() {
        tokens.expect(TokenKind.OPEN_PAREN);
        List<Hints.Hint> hints = new ArrayList<>();
        do {
            String name = tokens.expect(TokenKind.IDENTIFIER).text();
            tokens.expect(TokenKind.EQUAL);
            hints.add(new Hints.Hint(name, fields.literal()));
        } while (tokens.takeIf(TokenKind.COMMA));
        if (tokens.kind() != TokenKind.CLOSE_PAREN) throw tokens.unexpected(TokenKind.CLOSE_PAREN, TokenKind.COMMA);
        tokens.take();
        return new Hints(hints);
    }

    /// What follows the first element of a pipeline: further elements, and what ends them, if anything does.
    private record Stages(
            List<PipelineElement> elements,
            ScalarExpression.@Nullable Aggregate aggregate,
            @Nullable MetricsExpression series) {}

    private Stages stages(PipelineElement first, boolean isWrapped, boolean mayBeSeries) {
        List<PipelineElement> elements = new ArrayList<>();
        elements.add(first);
        int highest = height;
        while (tokens.takeIf(TokenKind.PIPE)) {
            if (mayBeSeries && metrics.startsAggregation()) {
                MetricsExpression.Leaf leaf = metrics.leaf(new Pipeline(elements));
                height = highest;
                return new Stages(elements, null, leaf);
            }
            if (tokens.takeIf(TokenKind.COALESCE)) {
                tokens.expect(TokenKind.OPEN_PAREN);
                tokens.expect(TokenKind.CLOSE_PAREN);
                elements.add(new PipelineElement.Coalesce());
                height = highest;
                continue;
            }
            Part stage = part(Operators.LOGICAL, STAGE);
            highest = Math.max(highest, height);
            height = highest;
            switch (stage) {
                case Part.Spans(SpansetExpression expression) -> elements.add(expression);
                case Part.Element(PipelineElement element) -> elements.add(element);
                case Part.Scalar(ScalarExpression.Aggregate aggregate)
                when isWrapped && tokens.kind() == TokenKind.CLOSE_PAREN -> {
                    return new Stages(elements, aggregate, null);
                }
                default -> throw tokens.unexpected();
            }
        }
        return new Stages(elements, null, null);
    }

    /// What was asked for where a parenthesis opened.
    private record Around(int level, Set<Kind> allowed) {}

    /// Parts of the allowed kinds, joined by operators that bind at least as tightly as `outermost`. Parentheses that
    /// stand first are read in a loop.
    Part part(int outermost, Set<Kind> asked) {
        Deque<Around> around = new ArrayDeque<>();
        int level = outermost;
        Set<Kind> allowed = asked;
        while (tokens.takeIf(TokenKind.OPEN_PAREN)) {
            nesting.open();
            around.push(new Around(level, allowed));
            level = Operators.LOGICAL;
            allowed = withinParentheses(allowed);
        }
        Part left = operand(allowed);
        while (true) {
            TokenKind operator = tokens.kind();
            int operatorLevel = Operators.level(operator);
            boolean joins = operatorLevel >= level && operatorLevel != Operators.NONE;
            Set<Kind> rightAllowed = joins ? Operators.rightOf(left.kind(), operator, allowed) : Set.of();
            if (!rightAllowed.isEmpty()) {
                left = joined(operator, left, rightAllowed);
            } else if (around.isEmpty()) {
                return left;
            } else {
                Around outer = around.pop();
                left = closed(left, outer.allowed());
                level = outer.level();
                allowed = outer.allowed();
            }
        }
    }

    private Part joined(TokenKind operator, Part left, Set<Kind> rightAllowed) {
        tokens.take();
        int leftHeight = height;
        nesting.enter();
        Part right = part(Operators.rightLevel(operator), rightAllowed);
        nesting.leave();
        Part whole = joined(operator, left, right, rightAllowed);
        height = nesting.above(leftHeight, height);
        return whole;
    }

    private Part joined(TokenKind operator, Part left, Part right, Set<Kind> rightAllowed) {
        return switch (left) {
            case Part.Spans(SpansetExpression a)
            when right instanceof Part.Spans(SpansetExpression b) ->
                new Part.Spans(new SpansetExpression.Operation(spanset(operator), a, b));
            case Part.Wrapped(SpansetExpression a)
            when right instanceof Part.Wrapped(SpansetExpression b) ->
                new Part.Wrapped(new SpansetExpression.Operation(spanset(operator), a, b));
            case Part.Series(MetricsExpression a) -> metrics.math(operator, a, right);
            case Part.Number(Static a)
            when right instanceof Part.Number(Static b) -> new Part.Number(numbers(operator, a, b, rightAllowed));
            case Part.Number(Static a)
            when right instanceof Part.Series(MetricsExpression b) -> metrics.math(operator, a, b);
            default -> scalars(operator, left, right);
        };
    }

    private SpansetOperator spanset(TokenKind token) {
        SpansetOperator operator = Operators.spanset(token);
        if (operator == null) throw tokens.unexpected();
        return operator;
    }

    private Static numbers(TokenKind operator, Static left, Static right, Set<Kind> rightAllowed) {
        BinaryOperator arithmetic = Operators.arithmetic(operator);
        if (arithmetic == null || operator == TokenKind.PERCENT || operator == TokenKind.CARET) {
            throw tokens.unexpected();
        }
        // Where only a number may stand and nothing binds tighter, the error points at the operand just read.
        boolean isDecided = rightAllowed.equals(EnumSet.of(Kind.NUMBER))
                && (operator == TokenKind.STAR || operator == TokenKind.SLASH);
        return ConstantMath.combined(arithmetic, left, right, isDecided ? tokens.last() : tokens.current());
    }

    private Part scalars(TokenKind operator, Part left, Part right) {
        ScalarExpression a = scalar(left);
        ScalarExpression b = scalar(right);
        boolean ofPipelines = left instanceof Part.PipelineScalar;
        BinaryOperator comparison = Operators.comparison(operator);
        if (comparison != null) {
            PipelineElement.ScalarFilter filter = new PipelineElement.ScalarFilter(comparison, a, b);
            return ofPipelines ? new Part.PipelineFilter(filter) : new Part.Element(filter);
        }
        BinaryOperator arithmetic = Operators.arithmetic(operator);
        if (arithmetic == null) throw tokens.unexpected();
        ScalarExpression operation = new ScalarExpression.Operation(arithmetic, a, b);
        return ofPipelines ? new Part.PipelineScalar(operation) : new Part.Scalar(operation);
    }

    private ScalarExpression scalar(Part part) {
        return switch (part) {
            case Part.Scalar(ScalarExpression expression) -> expression;
            case Part.PipelineScalar(ScalarExpression expression) -> expression;
            case Part.Number(Static value) -> new ScalarExpression.Constant(value);
            default -> throw tokens.unexpected();
        };
    }

    private Part operand(Set<Kind> allowed) {
        height = 1;
        TokenKind first = tokens.kind();
        Kind kind = kindStartedBy(first);
        if (kind == null || !allowed.contains(kind)) throw unexpectedOperand(allowed);
        return switch (kind) {
            case SPANS -> new Part.Spans(filter());
            case NUMBER -> number();
            case ELEMENT -> first == TokenKind.BY ? groupBy() : select();
            default -> new Part.Scalar(aggregate());
        };
    }

    private static @Nullable Kind kindStartedBy(TokenKind token) {
        return switch (token) {
            case OPEN_BRACE -> Kind.SPANS;
            case INTEGER, FLOAT, DURATION, MINUS -> Kind.NUMBER;
            case BY, SELECT -> Kind.ELEMENT;
            case COUNT, MAX, MIN, AVG, SUM -> Kind.SCALAR;
            default -> null;
        };
    }

    private Part number() {
        if (!tokens.takeIf(TokenKind.MINUS))
            return new Part.Number(tokens.take().value());
        nesting.enter();
        Part operand = part(Operators.NO_OPERATOR, EnumSet.of(Kind.NUMBER));
        nesting.leave();
        if (!(operand instanceof Part.Number(Static value))) throw tokens.unexpected();
        return new Part.Number(ConstantMath.negated(value));
    }

    private Part groupBy() {
        tokens.take();
        tokens.expect(TokenKind.OPEN_PAREN);
        FieldExpression by = fields.expression();
        height = nesting.above(fields.height(), 0);
        tokens.require(TokenKind.CLOSE_PAREN);
        return new Part.Element(new PipelineElement.GroupBy(by));
    }

    private Part select() {
        tokens.take();
        return new Part.Element(new PipelineElement.Select(fields.references()));
    }

    private TraceQlException unexpectedOperand(Set<Kind> allowed) {
        if (allowed.equals(EnumSet.of(Kind.SPANS))) {
            return tokens.unexpected(TokenKind.OPEN_BRACE, TokenKind.OPEN_PAREN);
        }
        boolean onlyPipelines =
                allowed.equals(EnumSet.of(Kind.WRAPPED)) || allowed.equals(EnumSet.of(Kind.PIPELINE_SCALAR));
        return onlyPipelines ? tokens.unexpected(TokenKind.OPEN_PAREN) : tokens.unexpected();
    }

    SpansetExpression.Filter filter() {
        tokens.expect(TokenKind.OPEN_BRACE);
        if (tokens.takeIf(TokenKind.CLOSE_BRACE)) return new SpansetExpression.Filter(Static.TRUE);
        FieldExpression condition = fields.expression();
        height = nesting.above(fields.height(), 0);
        tokens.require(TokenKind.CLOSE_BRACE);
        return new SpansetExpression.Filter(condition);
    }

    private ScalarExpression.Aggregate aggregate() {
        TokenKind function = tokens.take().kind();
        tokens.expect(TokenKind.OPEN_PAREN);
        if (function == TokenKind.COUNT) {
            tokens.expect(TokenKind.CLOSE_PAREN);
            return new ScalarExpression.Count();
        }
        FieldExpression of = fields.expression();
        height = nesting.above(fields.height(), 0);
        tokens.require(TokenKind.CLOSE_PAREN);
        return new ScalarExpression.Fold(
                switch (function) {
                    case MAX -> ScalarExpression.FoldFunction.MAX;
                    case MIN -> ScalarExpression.FoldFunction.MIN;
                    case AVG -> ScalarExpression.FoldFunction.AVG;
                    default -> ScalarExpression.FoldFunction.SUM;
                },
                of);
    }

    /// What a pair of parentheses holds, once the part is read that stands first in it.
    private Part closed(Part inner, Set<Kind> allowed) {
        Part part = switch (inner) {
            case Part.Spans(SpansetExpression expression) -> wrapped(expression, allowed);
            case Part.Element(PipelineElement element) -> wrapped(element, allowed);
            case Part.PipelineFilter _ -> throw tokens.unexpected();
            default -> inner;
        };
        if (tokens.kind() != TokenKind.CLOSE_PAREN || !allowed.contains(part.kind())) {
            throw part == inner ? tokens.unexpected() : unclosed(part, allowed);
        }
        tokens.take();
        nesting.close();
        return part;
    }

    /// The error for what follows `part` within parentheses. A pipeline that ends nothing yet may always go on.
    private TraceQlException unclosed(Part part, Set<Kind> allowed) {
        boolean isPipeline = part instanceof Part.Spans || part instanceof Part.Wrapped;
        if (isPipeline && allowed.contains(Kind.WRAPPED))
            return tokens.unexpected(TokenKind.CLOSE_PAREN, TokenKind.PIPE);
        boolean mayGoOn = allowed.contains(Kind.PIPELINE_SCALAR) || allowed.contains(Kind.SERIES);
        return isPipeline && mayGoOn ? tokens.unexpected(TokenKind.PIPE) : tokens.unexpected();
    }

    /// A pipeline that an opening parenthesis began: a filter alone, elements, an aggregate or a metrics query.
    private Part wrapped(PipelineElement first, Set<Kind> allowed) {
        boolean mayContinue = allowed.contains(Kind.WRAPPED)
                || allowed.contains(Kind.PIPELINE_SCALAR)
                || allowed.contains(Kind.SERIES);
        if (tokens.kind() == TokenKind.PIPE && !mayContinue) throw tokens.unexpected();
        boolean isFilter = first instanceof SpansetExpression;
        if (isFilter && tokens.kind() != TokenKind.PIPE && allowed.contains(Kind.SPANS)) {
            return new Part.Spans((SpansetExpression) first);
        }
        Stages stages = stages(first, true, allowed.contains(Kind.SERIES));
        if (stages.series() != null) return new Part.Series(stages.series());
        Pipeline pipeline = new Pipeline(stages.elements());
        if (stages.aggregate() != null) {
            return new Part.PipelineScalar(new ScalarExpression.OfPipeline(pipeline, stages.aggregate()));
        }
        return new Part.Wrapped(pipeline);
    }

    private static Set<Kind> withinParentheses(Set<Kind> allowed) {
        Set<Kind> inner = EnumSet.noneOf(Kind.class);
        for (Kind kind : allowed) {
            switch (kind) {
                case SPANS, NUMBER -> inner.add(kind);
                case WRAPPED, PIPELINE_SCALAR, SERIES -> {
                    inner.add(kind);
                    // Their first element may be anything that begins a pipeline.
                    inner.addAll(EnumSet.of(Kind.SPANS, Kind.ELEMENT, Kind.SCALAR, Kind.NUMBER));
                }
                case SCALAR -> inner.addAll(EnumSet.of(Kind.SCALAR, Kind.NUMBER));
                case ELEMENT, PIPELINE_FILTER -> {}
            }
        }
        return inner;
    }
}
