@NullMarked
package io.tenuto.server;

import org.jspecify.annotations.NullMarked;
