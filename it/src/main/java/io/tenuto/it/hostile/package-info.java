/// Clients that do harm on purpose, and one that does not. Open [io.tenuto.it.hostile.SteadyClient] first.
@NullMarked
package io.tenuto.it.hostile;

import org.jspecify.annotations.NullMarked;
