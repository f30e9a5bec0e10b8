@NullMarked
package io.tenuto.it.cases;

import org.jspecify.annotations.NullMarked;
