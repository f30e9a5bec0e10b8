package io.tenuto.traceql.lang;

import io.tenuto.traceql.lang.MetricsAggregation.CountFunction;
import io.tenuto.traceql.lang.MetricsAggregation.OverTimeFunction;
import io.tenuto.traceql.lang.Part.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// Parses what is particular to metrics queries.
final class MetricsParser {
    /// Whole doubles below fit a long.
    private static final double WHOLE_MAX = 0x1p63;

    private final TokenStream tokens;
    private final FieldParser fields;
    private final QueryParser queries;

    MetricsParser(TokenStream tokens, FieldParser fields, QueryParser queries) {
        this.tokens = tokens;
        this.fields = fields;
        this.queries = queries;
    }

    boolean startsAggregation() {
        return switch (tokens.kind()) {
            case RATE,
                    COUNT_OVER_TIME,
                    MIN_OVER_TIME,
                    MAX_OVER_TIME,
                    SUM_OVER_TIME,
                    AVG_OVER_TIME,
                    QUANTILE_OVER_TIME,
                    HISTOGRAM_OVER_TIME,
                    COMPARE -> true;
            default -> false;
        };
    }

    /// The aggregation that ends `pipeline`, and its stages.
    MetricsExpression.Leaf leaf(Pipeline pipeline) {
        MetricsAggregation aggregation = aggregation();
        return new MetricsExpression.Leaf(pipeline, aggregation, stages());
    }

    private MetricsAggregation aggregation() {
        TokenKind function = tokens.take().kind();
        return switch (function) {
            case RATE -> counting(CountFunction.RATE);
            case COUNT_OVER_TIME -> counting(CountFunction.COUNT_OVER_TIME);
            case MIN_OVER_TIME -> overTime(OverTimeFunction.MIN);
            case MAX_OVER_TIME -> overTime(OverTimeFunction.MAX);
            case SUM_OVER_TIME -> overTime(OverTimeFunction.SUM);
            case AVG_OVER_TIME -> overTime(OverTimeFunction.AVG);
            case HISTOGRAM_OVER_TIME -> overTime(OverTimeFunction.HISTOGRAM);
            case QUANTILE_OVER_TIME -> quantiles();
            default -> compare();
        };
    }

    private MetricsAggregation counting(CountFunction function) {
        tokens.expect(TokenKind.OPEN_PAREN);
        tokens.expect(TokenKind.CLOSE_PAREN);
        return new MetricsAggregation.Counting(function, by());
    }

    private MetricsAggregation overTime(OverTimeFunction function) {
        tokens.expect(TokenKind.OPEN_PAREN);
        FieldReference of = fields.reference();
        tokens.expect(TokenKind.CLOSE_PAREN);
        return new MetricsAggregation.OverTime(function, of, by());
    }

    private MetricsAggregation quantiles() {
        tokens.expect(TokenKind.OPEN_PAREN);
        FieldReference of = fields.reference();
        tokens.expect(TokenKind.COMMA);
        List<Double> quantiles = new ArrayList<>();
        do {
            if (tokens.kind() != TokenKind.INTEGER && tokens.kind() != TokenKind.FLOAT) {
                throw tokens.unexpected(TokenKind.INTEGER, TokenKind.FLOAT);
            }
            quantiles.add(StaticOps.toDouble(tokens.take().value()));
        } while (tokens.takeIf(TokenKind.COMMA));
        closeList();
        return new MetricsAggregation.Quantiles(of, quantiles, by());
    }

    private MetricsAggregation compare() {
        tokens.expect(TokenKind.OPEN_PAREN);
        SpansetExpression.Filter selection = queries.filter();
        long topN = MetricsAggregation.Compare.DEFAULT_TOP_N;
        long start = 0;
        long end = 0;
        if (tokens.takeIf(TokenKind.COMMA)) {
            topN = integer();
            if (tokens.takeIf(TokenKind.COMMA)) {
                start = integer();
                tokens.expect(TokenKind.COMMA);
                end = integer();
                tokens.expect(TokenKind.CLOSE_PAREN);
                return new MetricsAggregation.Compare(selection, topN, start, end);
            }
        }
        closeList();
        return new MetricsAggregation.Compare(selection, topN, start, end);
    }

    private void closeList() {
        if (tokens.kind() != TokenKind.CLOSE_PAREN) throw tokens.unexpected(TokenKind.CLOSE_PAREN, TokenKind.COMMA);
        tokens.take();
    }

    private long integer() {
        return tokens.expect(TokenKind.INTEGER).value() instanceof Static.Int(long value) ? value : 0;
    }

    private List<FieldReference> by() {
        return tokens.takeIf(TokenKind.BY) ? fields.references() : List.of();
    }

    private List<SecondStage> stages() {
        List<SecondStage> stages = new ArrayList<>();
        while (true) {
            BinaryOperator comparison = Operators.comparison(tokens.kind());
            if (comparison != null) {
                tokens.take();
                stages.add(new SecondStage.Threshold(comparison, constant()));
            } else if (tokens.takeIf(TokenKind.PIPE)) {
                stages.add(selection());
            } else {
                return stages;
            }
        }
    }

    private SecondStage selection() {
        TokenKind function = tokens.kind();
        if (function != TokenKind.TOPK && function != TokenKind.BOTTOMK) {
            throw tokens.unexpected(TokenKind.TOPK, TokenKind.BOTTOMK);
        }
        tokens.take();
        tokens.expect(TokenKind.OPEN_PAREN);
        long limit = integer();
        tokens.expect(TokenKind.CLOSE_PAREN);
        return function == TokenKind.TOPK ? new SecondStage.TopK(limit) : new SecondStage.BottomK(limit);
    }

    private Static constant() {
        Part part = queries.part(Operators.ADDITIVE, EnumSet.of(Kind.NUMBER));
        if (!(part instanceof Part.Number(Static value))) throw tokens.unexpected();
        return untyped(value);
    }

    /// Series are doubles: whole numbers lose the type in which they were written.
    private static Static untyped(Static number) {
        boolean isWhole = number instanceof Static.Float(double value)
                && value == Math.rint(value)
                && Math.abs(value) < WHOLE_MAX;
        return isWhole ? new Static.Int((long) StaticOps.toDouble(number)) : number;
    }

    /// The expression with the stages that follow it.
    MetricsExpression staged(MetricsExpression expression) {
        // Only one pipe is possible after a bracketed sub-query at the top: that of a second stage.
        List<SecondStage> stages = stages();
        if (stages.isEmpty()) return expression;
        if (!(expression instanceof MetricsExpression.Leaf leaf)) {
            return new MetricsExpression.Staged(expression, stages);
        }
        List<SecondStage> all = new ArrayList<>(leaf.stages());
        all.addAll(stages);
        return new MetricsExpression.Leaf(leaf.pipeline(), leaf.aggregation(), all);
    }

    Part math(TokenKind operator, MetricsExpression left, Part right) {
        BinaryOperator arithmetic = arithmetic(operator);
        return switch (right) {
            case Part.Series(MetricsExpression series) ->
                new Part.Series(new MetricsExpression.Math(arithmetic, left, series));
            case Part.Number(Static number) ->
                new Part.Series(new MetricsExpression.ScalarMath(
                        arithmetic, left, scalarOperand(operator, number), MetricsExpression.Side.RIGHT));
            default -> throw tokens.unexpected();
        };
    }

    Part math(TokenKind operator, Static left, MetricsExpression right) {
        return new Part.Series(new MetricsExpression.ScalarMath(
                arithmetic(operator), right, scalarOperand(operator, left), MetricsExpression.Side.LEFT));
    }

    private BinaryOperator arithmetic(TokenKind operator) {
        BinaryOperator arithmetic = Operators.arithmetic(operator);
        if (arithmetic == null) throw tokens.unexpected();
        return arithmetic;
    }

    private Static scalarOperand(TokenKind operator, Static number) {
        if (!(number instanceof Static.Duration)) return untyped(number);
        // Clients see the position of the constant where nothing after it could change its meaning.
        boolean isDecided = operator == TokenKind.STAR || operator == TokenKind.SLASH;
        Token at = isDecided ? tokens.last() : tokens.current();
        throw at.error("duration cannot be used as a scalar operand in metric arithmetic");
    }
}
