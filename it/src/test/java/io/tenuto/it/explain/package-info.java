/// How searches say what they read, over HTTP.
@NullMarked
package io.tenuto.it.explain;

import org.jspecify.annotations.NullMarked;
