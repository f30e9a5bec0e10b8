package io.tenuto.traceql.engine;

import io.tenuto.traceql.source.SpanSource;

/// A source within a run: one of those asked for, or split traces gathered into one more. Compared by identity.
final class Place {
    private final SpanSource source;
    private final Structure structure;
    private final FilterResults results;
    private final TraceEvaluator evaluator;

    Place(SpanSource source, Structure structure, FilterResults results) {
        this.source = source;
        this.structure = structure;
        this.results = results;
        this.evaluator = new TraceEvaluator(results, structure);
    }

    SpanSource source() {
        return source;
    }

    Structure structure() {
        return structure;
    }

    FilterResults results() {
        return results;
    }

    TraceEvaluator evaluator() {
        return evaluator;
    }
}
