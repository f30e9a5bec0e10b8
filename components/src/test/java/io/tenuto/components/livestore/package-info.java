@NullMarked
package io.tenuto.components.livestore;

import org.jspecify.annotations.NullMarked;
