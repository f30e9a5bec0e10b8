@NullMarked
package io.tenuto.components.blockbuilder;

import org.jspecify.annotations.NullMarked;
