/// The words of tracing as values: trace and span identifiers, tenants, time ranges, attribute keys.
@NullMarked
package io.tenuto.model;

import org.jspecify.annotations.NullMarked;
