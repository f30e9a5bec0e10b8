@NullMarked
package io.tenuto.blocks;

import org.jspecify.annotations.NullMarked;
