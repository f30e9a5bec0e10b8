/// Series from spans: counts and values per interval and group, merged over jobs, finished once.
///
/// Open [io.tenuto.traceql.metrics.MetricsEngine] first.
@NullMarked
package io.tenuto.traceql.metrics;

import org.jspecify.annotations.NullMarked;
