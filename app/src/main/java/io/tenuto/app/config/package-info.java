/// Configuration: a YAML file and flags with the established names, read once into [io.tenuto.app.config.Settings].
@NullMarked
package io.tenuto.app.config;

import org.jspecify.annotations.NullMarked;
