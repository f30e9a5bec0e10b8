/// The TraceQL language: text to syntax tree, validation, canonical text, and operators on values.
///
/// Open [io.tenuto.traceql.lang.TraceQl] first, then [io.tenuto.traceql.lang.Query]. Knows no spans and no sources.
@NullMarked
package io.tenuto.traceql.lang;

import org.jspecify.annotations.NullMarked;
