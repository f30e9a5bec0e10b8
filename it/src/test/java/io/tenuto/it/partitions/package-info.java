@NullMarked
package io.tenuto.it.partitions;

import org.jspecify.annotations.NullMarked;
