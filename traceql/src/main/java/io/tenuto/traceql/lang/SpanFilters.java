package io.tenuto.traceql.lang;

import java.util.List;

/// Filters on single spans, as lookups by trace identifier take them: one filter, and nothing of the trace around it.
final class SpanFilters {
    private static final String PREFIX = "invalid TraceQL filter: ";
    private static final String ONLY_ONE = "only a single TraceQL filter is supported: ";

    private SpanFilters() {}

    static SpansetExpression.Filter parse(String text) {
        Query query;
        try {
            query = TraceQl.parse(text);
        } catch (TraceQlException e) {
            throw new TraceQlException(e.stage(), PREFIX + "failed to parse TraceQL spanset filter: " + e.getMessage());
        }
        SpansetExpression.Filter filter = onlyFilter(query);
        checkIntrinsics(filter.condition());
        return filter;
    }

    private static SpansetExpression.Filter onlyFilter(Query query) {
        if (!(query instanceof Query.Search search)) throw invalid(ONLY_ONE + "got a metrics query");
        List<PipelineElement> elements = search.pipeline().elements();
        boolean folds = elements.stream().anyMatch(PipelineElement.ScalarFilter.class::isInstance);
        if (elements.size() > 1 && !folds) throw invalid(ONLY_ONE + "got " + elements.size() + " pipeline elements");
        if (elements.size() == 1 && elements.getFirst() instanceof SpansetExpression.Filter filter) return filter;
        throw invalid(ONLY_ONE + "got a structural or aggregate query");
    }

    private static void checkIntrinsics(FieldExpression expression) {
        switch (expression) {
            case IntrinsicField intrinsic -> {
                if (!isOfSpan(intrinsic)) {
                    throw invalid("intrinsic is not supported by this filter: \"" + intrinsic.text() + "\"");
                }
            }
            case FieldExpression.Binary binary -> {
                checkIntrinsics(binary.left());
                checkIntrinsics(binary.right());
            }
            case FieldExpression.Unary unary -> checkIntrinsics(unary.operand());
            case Static _ -> {}
            case Attribute _ -> {}
        }
    }

    private static boolean isOfSpan(IntrinsicField intrinsic) {
        return switch (intrinsic) {
            case DURATION,
                    NAME,
                    STATUS,
                    STATUS_MESSAGE,
                    KIND,
                    SPAN_ID,
                    PARENT_SPAN_ID,
                    EVENT_NAME,
                    EVENT_TIME_SINCE_START,
                    LINK_TRACE_ID,
                    LINK_SPAN_ID,
                    INSTRUMENTATION_NAME,
                    INSTRUMENTATION_VERSION -> true;
            default -> false;
        };
    }

    private static TraceQlException invalid(String message) {
        return new TraceQlException(TraceQlException.Stage.VALIDATE, PREFIX + message);
    }
}
