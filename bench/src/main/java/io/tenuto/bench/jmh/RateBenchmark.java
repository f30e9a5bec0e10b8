package io.tenuto.bench.jmh;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.metrics.MetricsEngine;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;
import io.tenuto.traceql.source.SpanSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Counting the spans of one block of 100,000 over an hour in steps of 15 s. What choosing exemplars costs is the
/// difference between 100 of them and none.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RateBenchmark {
    private static final int SPANS = 100_000;
    private static final long STEP_NANOS = 15_000_000_000L;
    private static final int STEPS = 240;

    @Param({
        "{} | rate()",
        "{} | rate() by (resource.service.name)",
        "{} | rate() by (span.http.status_code, name)",
        "{} | quantile_over_time(duration, .99) by (resource.service.name)"
    })
    public String query = "";

    @Param({"0", "100"})
    public int exemplars;

    private final SpanSource source = Fixtures.block(SPANS);

    @Benchmark
    public MetricsPartial run() {
        var parsed = (Query.Metrics) TraceQl.parse(query);
        long end = Fixtures.START_NANOS + STEPS * STEP_NANOS;
        var request = new MetricsRequest(parsed, Fixtures.START_NANOS, end, STEP_NANOS, false, 0, exemplars);
        return MetricsEngine.run(request, List.of(source), Deadline.none());
    }
}
