/// Requests that ask for more than anybody needs.
@NullMarked
package io.tenuto.it.hostile;

import org.jspecify.annotations.NullMarked;
