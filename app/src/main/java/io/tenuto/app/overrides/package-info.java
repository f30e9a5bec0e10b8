/// Limits per tenant, read again while the process runs. Begin with `Overrides`.
@NullMarked
package io.tenuto.app.overrides;

import org.jspecify.annotations.NullMarked;
