package io.tenuto.traceql.lang;

/// The entry to the language: text in, validated tree out. All methods are pure and may be called from anywhere.
public final class TraceQl {
    private static final String MATCH_ALL = "{}";

    private TraceQl() {}

    /// Parses and validates a query. Constants are folded; nothing else is rewritten.
    ///
    /// @throws TraceQlException with the text for the client if the query is not right
    public static Query parse(String text) {
        return Validation.validated(QueryParser.parse(text));
    }

    /// Parses a query that may be unfinished, as completion sends it: comparisons without a right side count as `true`.
    ///
    /// @throws TraceQlException about the text as it stands, if the repair does not help
    public static Query parseLenient(String text) {
        return Lenient.parse(text);
    }

    /// The text under which answers to an unfinished query are cached: the canonical one, `{}` if it filters nothing.
    public static String cacheKey(String text) {
        if (text.isBlank()) return MATCH_ALL;
        try {
            String canonical = parseLenient(text).canonical();
            return canonical.equals("{ true }") ? MATCH_ALL : canonical;
        } catch (TraceQlException _) {
            return MATCH_ALL;
        }
    }

    /// Parses a name as the tag APIs and policies give it: one attribute or intrinsic. Not validated: `parent` passes.
    ///
    /// @throws TraceQlException if it is anything else
    public static FieldReference parseIdentifier(String text) {
        String prefix = "failed to parse identifier " + text + ": ";
        Query query;
        try {
            query = QueryParser.parse("{" + text + "}");
        } catch (TraceQlException e) {
            throw new TraceQlException(TraceQlException.Stage.PARSE, prefix + e.getMessage());
        }
        if (query instanceof Query.Search search
                && search.pipeline().elements().getFirst() instanceof SpansetExpression.Filter filter
                && search.pipeline().elements().size() == 1) {
            if (filter.condition() instanceof FieldReference reference) return reference;
            throw new TraceQlException(
                    TraceQlException.Stage.PARSE, prefix + "expected Attribute but got " + kind(filter.condition()));
        }
        throw new TraceQlException(TraceQlException.Stage.PARSE, prefix + "expected Attribute but got more");
    }

    /// The names that clients see.
    private static String kind(FieldExpression expression) {
        return switch (expression) {
            case Static _ -> "traceql.Static";
            case FieldExpression.Binary _ -> "*traceql.BinaryOperation";
            case FieldExpression.Unary _ -> "traceql.UnaryOperation";
            case FieldReference _ -> "traceql.Attribute";
        };
    }

    /// Parses a filter on single spans: no pipeline, no intrinsic of the trace around the span.
    ///
    /// @throws TraceQlException if it is anything else
    public static SpansetExpression.Filter parseSpanFilter(String text) {
        return SpanFilters.parse(text);
    }
}
