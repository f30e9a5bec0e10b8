@NullMarked
package io.tenuto.components.worker;

import org.jspecify.annotations.NullMarked;
