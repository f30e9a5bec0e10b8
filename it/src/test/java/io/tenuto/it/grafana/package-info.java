@NullMarked
package io.tenuto.it.grafana;

import org.jspecify.annotations.NullMarked;
