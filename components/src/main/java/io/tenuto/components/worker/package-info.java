/// Work behind the scenes on what is stored. Begin with [io.tenuto.components.worker.StoreSweeper].
@NullMarked
package io.tenuto.components.worker;

import org.jspecify.annotations.NullMarked;
