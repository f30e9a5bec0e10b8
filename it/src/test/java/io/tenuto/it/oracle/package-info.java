@NullMarked
package io.tenuto.it.oracle;

import org.jspecify.annotations.NullMarked;
