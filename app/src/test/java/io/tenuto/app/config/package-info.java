/// Tests of reading the configuration.
@NullMarked
package io.tenuto.app.config;

import org.jspecify.annotations.NullMarked;
