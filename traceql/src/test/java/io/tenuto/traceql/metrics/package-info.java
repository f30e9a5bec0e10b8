@NullMarked
package io.tenuto.traceql.metrics;

import org.jspecify.annotations.NullMarked;
