@NullMarked
package io.tenuto.traceql;

import org.jspecify.annotations.NullMarked;
