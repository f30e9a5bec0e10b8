package io.tenuto.it.cases;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.tenuto.it.oracle.NaiveSearch;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.Pipeline;
import io.tenuto.traceql.lang.PipelineElement;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.ArrayList;
import java.util.List;

/// What a query means by the language alone, for cases that recorded what stored blocks made of it.
final class LanguageMeaning {
    private LanguageMeaning() {}

    /// Whether these hits, none of them cut, are what the naive search finds: same traces, span sets and spans.
    static boolean isWhatNaiveSearchFinds(Query query, List<ExportTraceServiceRequest> requests, List<TraceHit> hits) {
        if (!(query instanceof Query.Search search)) return false;
        List<NaiveSearch.Found> found;
        try {
            found = NaiveSearch.run(search.pipeline(), requests);
        } catch (TraceQlException _) {
            return false;
        }
        return naive(found).equals(engine(hits));
    }

    private static List<String> naive(List<NaiveSearch.Found> found) {
        List<String> sets = new ArrayList<>();
        for (NaiveSearch.Found trace : found) {
            for (NaiveSearch.Spanset set : trace.spansets()) {
                List<String> attributes = set.attributes().stream()
                        .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                        .toList();
                sets.add(trace.traceId() + " " + attributes + " " + set.spanIds());
            }
        }
        return sets.stream().sorted().toList();
    }

    private static List<String> engine(List<TraceHit> hits) {
        List<String> sets = new ArrayList<>();
        for (TraceHit hit : hits) {
            for (TraceHit.HitSet set : hit.sets()) {
                List<String> attributes = set.attributes().stream()
                        .map(attribute -> attribute.name() + "=" + attribute.value())
                        .toList();
                sets.add(hit.id().replaceFirst("^0+(?=.)", "") + " " + attributes + " " + set.spanIds());
            }
        }
        return sets.stream().sorted().toList();
    }

    /// Whether some `||` has an attribute alone as an operand.
    static boolean hasBareAlternative(Query query) {
        return query instanceof Query.Search search && hasBareAlternative(search.pipeline());
    }

    private static boolean hasBareAlternative(PipelineElement element) {
        return switch (element) {
            case Pipeline pipeline -> pipeline.elements().stream().anyMatch(LanguageMeaning::hasBareAlternative);
            case SpansetExpression.Filter filter -> hasBareAlternative(filter.condition());
            case SpansetExpression.Operation operation ->
                hasBareAlternative(operation.left()) || hasBareAlternative(operation.right());
            default -> false;
        };
    }

    private static boolean hasBareAlternative(FieldExpression expression) {
        return switch (expression) {
            case FieldExpression.Binary binary -> {
                boolean isBare = binary.operator() == BinaryOperator.OR
                        && (binary.left() instanceof FieldReference || binary.right() instanceof FieldReference);
                yield isBare || hasBareAlternative(binary.left()) || hasBareAlternative(binary.right());
            }
            case FieldExpression.Unary unary -> hasBareAlternative(unary.operand());
            default -> false;
        };
    }
}
