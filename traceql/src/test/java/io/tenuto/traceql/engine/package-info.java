@NullMarked
package io.tenuto.traceql.engine;

import org.jspecify.annotations.NullMarked;
