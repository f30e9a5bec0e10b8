/// Tests of the process: what it says and what it takes.
@NullMarked
package io.tenuto.app;

import org.jspecify.annotations.NullMarked;
