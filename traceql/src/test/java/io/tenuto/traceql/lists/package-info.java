/// Spans as plain objects: a source over them, and the slow obvious evaluation that engines must agree with.
@NullMarked
package io.tenuto.traceql.lists;

import org.jspecify.annotations.NullMarked;
