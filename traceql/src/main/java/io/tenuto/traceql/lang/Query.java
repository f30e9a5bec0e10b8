package io.tenuto.traceql.lang;

/// A whole parsed query: a search or a metrics query, with its hints. Immutable, as the whole tree is.
public sealed interface Query {
    Hints hints();

    /// The canonical text: deterministic, and valid as a query unless a string holds a backtick.
    default String canonical() {
        return Printer.print(this);
    }

    /// Finds traces.
    record Search(Pipeline pipeline, Hints hints) implements Query {}

    /// Computes series.
    record Metrics(MetricsExpression expression, Hints hints) implements Query {}
}
