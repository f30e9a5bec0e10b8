@NullMarked
package io.tenuto.components;

import org.jspecify.annotations.NullMarked;
