@NullMarked
package io.tenuto.spanlog;

import org.jspecify.annotations.NullMarked;
