/// One trace as a whole, after its spans were found: merging what several sources have of it, and what lookups make of
/// it (pruning, comparing). Begin with [TraceParts]. Knows neither sources nor HTTP.
@NullMarked
package io.tenuto.components.frontend.trace;

import org.jspecify.annotations.NullMarked;
