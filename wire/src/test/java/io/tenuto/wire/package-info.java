@NullMarked
package io.tenuto.wire;

import org.jspecify.annotations.NullMarked;
