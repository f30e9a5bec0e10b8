@NullMarked
package io.tenuto.traceql.lang;

import org.jspecify.annotations.NullMarked;
