/// Tests of status pages.
@NullMarked
package io.tenuto.app.status;

import org.jspecify.annotations.NullMarked;
