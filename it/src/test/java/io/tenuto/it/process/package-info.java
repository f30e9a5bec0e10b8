/// Tests of the process as its operator sees it.
@NullMarked
package io.tenuto.it.process;

import org.jspecify.annotations.NullMarked;
