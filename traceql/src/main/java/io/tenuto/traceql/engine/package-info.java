/// Evaluates TraceQL over any [io.tenuto.traceql.source.SpanSource]: filters on columns, pipelines on traces.
///
/// Open [io.tenuto.traceql.engine.SearchEngine] first, and [io.tenuto.traceql.engine.SpanMatcher] for what metrics use.
@NullMarked
package io.tenuto.traceql.engine;

import org.jspecify.annotations.NullMarked;
