/// Real server processes for tests. Open [io.tenuto.it.process.ServerProcess] first.
@NullMarked
package io.tenuto.it.process;

import org.jspecify.annotations.NullMarked;
