/// Takes requests in: checks them on the bytes, limits them, appends them to the log, and only then says yes.
@NullMarked
package io.tenuto.components.distributor;

import org.jspecify.annotations.NullMarked;
