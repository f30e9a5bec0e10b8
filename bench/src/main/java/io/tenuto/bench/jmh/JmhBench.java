package io.tenuto.bench.jmh;

import java.time.Duration;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the micro-benchmarks of this package, each in a process of its own.
public final class JmhBench {
    private static final int WARM_UPS = 5;
    private static final int MEASURED = 5;

    private JmhBench() {}

    /// @param pattern a regular expression that a benchmark's name must contain; "" for all
    /// @param iteration how long each of the rounds lasts
    public static void run(String pattern, Duration iteration) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(Math.max(1, iteration.toMillis()));
        var options = new OptionsBuilder()
                .include("io\\.tenuto\\.bench\\.jmh\\..*" + pattern)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(time)
                .measurementIterations(MEASURED)
                .measurementTime(time)
                .shouldFailOnError(true)
                .build();
        new Runner(options).run();
    }
}
