@NullMarked
package io.tenuto.parquet;

import org.jspecify.annotations.NullMarked;
