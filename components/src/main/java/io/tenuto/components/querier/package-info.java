/// Runs jobs: as many at once as there are cores.
@NullMarked
package io.tenuto.components.querier;

import org.jspecify.annotations.NullMarked;
