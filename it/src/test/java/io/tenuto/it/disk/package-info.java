/// Servers whose disk fails them.
@NullMarked
package io.tenuto.it.disk;

import org.jspecify.annotations.NullMarked;
