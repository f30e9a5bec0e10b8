@NullMarked
package io.tenuto.base;

import org.jspecify.annotations.NullMarked;
