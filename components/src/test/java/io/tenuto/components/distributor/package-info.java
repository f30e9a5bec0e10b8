@NullMarked
package io.tenuto.components.distributor;

import org.jspecify.annotations.NullMarked;
