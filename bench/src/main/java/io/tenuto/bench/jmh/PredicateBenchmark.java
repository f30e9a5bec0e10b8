package io.tenuto.bench.jmh;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.engine.PipelinePlan;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SpanMatcher;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.source.SpanSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// One condition over 100,000 live spans: text of few values, text of many, numbers.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PredicateBenchmark {
    private static final int SPANS = 100_000;

    @Param({
        "{ resource.service.name = `payment` }",
        "{ span.thread.name =~ `worker-1.*` }",
        "{ span.http.url =~ `.*nothing.*` }",
        "{ span.http.status_code >= 500 }"
    })
    public String query = "";

    private final SpanSource source = Fixtures.segment(SPANS);

    @Benchmark
    public long match() {
        PipelinePlan plan = PipelinePlan.of(SearchEngine.pipelineOf(TraceQl.parse(query)));
        long[] matched = {0};
        new SpanMatcher(plan, Set.of())
                .run(List.of(source), Deadline.none(), (view, rows, count) -> matched[0] += count);
        return matched[0];
    }
}
