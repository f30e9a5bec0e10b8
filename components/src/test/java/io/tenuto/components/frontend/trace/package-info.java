@NullMarked
package io.tenuto.components.frontend.trace;

import org.jspecify.annotations.NullMarked;
