@NullMarked
package io.tenuto.it.ingest;

import org.jspecify.annotations.NullMarked;
