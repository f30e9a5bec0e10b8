@NullMarked
package io.tenuto.it.golden;

import org.jspecify.annotations.NullMarked;
