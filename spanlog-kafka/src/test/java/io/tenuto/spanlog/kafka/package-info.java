@NullMarked
package io.tenuto.spanlog.kafka;

import org.jspecify.annotations.NullMarked;
