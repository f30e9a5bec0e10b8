package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryUse;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.metrics.MetricsEngine;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;

/// TraceQL metrics. Spans judged alone are counted job by job; whole traces need all sources together.
record MetricsKind(MetricsRequest request) implements QueryKind<MetricsPartial> {
    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public JobCut cut(QueryRunnerConfig config) {
        return config.metrics();
    }

    @Override
    public MemoryUse memoryUse() {
        return MemoryUse.METRICS;
    }

    @Override
    public TimeRange range() {
        return new TimeRange(request.startUnixNanos(), request.endUnixNanos());
    }

    @Override
    public Sight sight() {
        return MetricsEngine.needsWholeTraces(request.query()) ? Sight.ALL : Sight.OWN;
    }

    @Override
    public MetricsPartial run(JobInput input, Deadline deadline) {
        return MetricsEngine.run(request, input.sources(), deadline);
    }

    @Override
    public MetricsPartial empty() {
        return MetricsPartial.none();
    }

    @Override
    public MetricsPartial merge(MetricsPartial first, MetricsPartial second) {
        return MetricsEngine.merge(first, second);
    }
}
