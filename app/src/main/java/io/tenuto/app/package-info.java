@NullMarked
package io.tenuto.app;

import org.jspecify.annotations.NullMarked;
