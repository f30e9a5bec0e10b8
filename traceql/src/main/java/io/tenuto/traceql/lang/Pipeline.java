package io.tenuto.traceql.lang;

import io.tenuto.base.Check;
import java.util.List;

/// Elements joined by `|`, at least one. As a [SpansetExpression] it is a parenthesised pipeline.
public record Pipeline(List<PipelineElement> elements) implements SpansetExpression {
    public Pipeline {
        elements = List.copyOf(elements);
        Check.argument(!elements.isEmpty(), "a pipeline needs an element");
    }

    public static Pipeline of(PipelineElement... elements) {
        return new Pipeline(List.of(elements));
    }
}
