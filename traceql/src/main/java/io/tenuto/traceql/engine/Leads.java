package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Pipeline;
import io.tenuto.traceql.lang.PipelineElement;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.SpansetOperator;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.List;

/// Which filters lead to the traces of a pipeline: a trace without a span that passes one of them cannot match.
///
/// Chosen once per query, so that it does not matter in which source the span lies.
final class Leads {
    private static final SpansetExpression.Filter ANY = new SpansetExpression.Filter(Static.TRUE);

    private Leads() {}

    /// One filter, and what of it can be judged without the rest of the trace.
    record Lead(SpansetExpression.Filter filter, FieldExpression relaxed) {
        boolean isExact() {
            return relaxed == filter.condition();
        }

        /// Whether every trace is led to.
        boolean isOpen() {
            return relaxed.equals(Static.TRUE);
        }
    }

    static List<Lead> of(Pipeline pipeline) {
        List<Lead> leads = filters(pipeline).stream()
                .distinct()
                .map(filter -> new Lead(filter, relaxed(filter.condition())))
                .toList();
        // Where one leads everywhere, the others need not be asked.
        return leads.stream().filter(Lead::isOpen).findFirst().map(List::of).orElse(leads);
    }

    private static List<SpansetExpression.Filter> filters(PipelineElement element) {
        return switch (element) {
            case Pipeline pipeline -> filters(pipeline.elements().getFirst());
            case SpansetExpression.Filter filter -> List.of(filter);
            case SpansetExpression.Operation(SpansetOperator operator, var left, var right) -> {
                if (operator == SpansetOperator.UNION) {
                    var both = new ArrayList<>(filters(left));
                    both.addAll(filters(right));
                    yield both;
                }
                List<SpansetExpression.Filter> ofRight = filters(right);
                if (operator.form() == SpansetOperator.Form.NEGATED) yield ofRight;
                List<SpansetExpression.Filter> ofLeft = filters(left);
                yield cost(ofLeft) < cost(ofRight) ? ofLeft : ofRight;
            }
            case PipelineElement.GroupBy _,
                    PipelineElement.Coalesce _,
                    PipelineElement.Select _,
                    PipelineElement.ScalarFilter _ -> List.of(ANY);
        };
    }

    /// A guess at how much the filters let through: statistics can prune for some, equality more than the rest.
    private static int cost(List<SpansetExpression.Filter> filters) {
        int cost = 0;
        for (SpansetExpression.Filter filter : filters) {
            FieldExpression relaxed = relaxed(filter.condition());
            if (relaxed.equals(Static.TRUE)) cost += 100;
            else cost += Math.max(1, 10 - Pruning.of(List.of(filter)).size());
        }
        return cost;
    }

    /// The condition without the conjuncts that only a whole trace can judge.
    static FieldExpression relaxed(FieldExpression condition) {
        if (!needsWholeTrace(condition)) return condition;
        if (condition instanceof FieldExpression.Binary(BinaryOperator operator, var left, var right)
                && operator == BinaryOperator.AND) {
            FieldExpression first = relaxed(left);
            FieldExpression second = relaxed(right);
            if (first.equals(Static.TRUE)) return second;
            return second.equals(Static.TRUE) ? first : new FieldExpression.Binary(operator, first, second);
        }
        return Static.TRUE;
    }

    private static boolean needsWholeTrace(FieldExpression condition) {
        for (FieldReference field : FieldColumns.fieldsOf(condition)) {
            boolean ofTrace = field instanceof IntrinsicField intrinsic
                    && intrinsic.isOfTrace()
                    && intrinsic != IntrinsicField.TRACE_ID;
            if (ofTrace || FieldColumns.isStructural(field)) return true;
        }
        return false;
    }
}
