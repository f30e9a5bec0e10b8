package io.tenuto.bench.jmh;

import io.tenuto.base.ByteSlice;
import io.tenuto.bench.TrafficGenerator;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.wire.OtlpValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Walking OTLP requests and putting their spans into the columns of a segment: 20 requests, about 17,200 spans, each
/// time.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class IngestBenchmark {
    private static final int REQUESTS = 20;

    private final List<ByteSlice> requests = requests();

    private static List<ByteSlice> requests() {
        var generator = new TrafficGenerator(1, Fixtures.START_NANOS);
        var requests = new ArrayList<ByteSlice>();
        for (int i = 0; i < REQUESTS; i++) requests.add(generator.request());
        return requests;
    }

    @Benchmark
    public int walk() {
        var validator = new OtlpValidator();
        int spans = 0;
        for (ByteSlice request : requests) spans += validator.check(request);
        return spans;
    }

    @Benchmark
    public int append() {
        var builder = new SegmentBuilder();
        for (ByteSlice request : requests) builder.append(request);
        return builder.rowCount();
    }
}
