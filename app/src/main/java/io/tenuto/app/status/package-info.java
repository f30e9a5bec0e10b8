/// What a process tells of itself over HTTP. Begin with `StatusPages`.
@NullMarked
package io.tenuto.app.status;

import org.jspecify.annotations.NullMarked;
