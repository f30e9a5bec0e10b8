@NullMarked
package io.tenuto.objectstore;

import org.jspecify.annotations.NullMarked;
