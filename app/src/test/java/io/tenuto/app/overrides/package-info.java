/// Tests of limits per tenant.
@NullMarked
package io.tenuto.app.overrides;

import org.jspecify.annotations.NullMarked;
