package io.tenuto.bench;

import io.tenuto.bench.jmh.JmhBench;
import java.time.Duration;
import java.util.Arrays;

/// `bench NAME`: one of the benchmarks.
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        switch (name) {
            case "ingest" -> IngestBench.run(intArgument(arguments, 1, 1_000_000));
            case "ack" -> IngestBench.acknowledge(intArgument(arguments, 1, 1_000_000));
            case "query" ->
                QueryBench.run(
                        intArgument(arguments, 1, 1_000_000),
                        intArgument(arguments, 2, 100),
                        arguments.length > 3 ? arguments[3] : "");
            case "distributor" -> DistributorBench.run();
            case "start" -> StartBench.starts();
            case "idle" -> StartBench.idle();
            case "engine" -> EngineBench.main(rest(arguments));
            case "blocks" -> BlockBench.main(rest(arguments));
            case "live" -> LiveFileBench.run(intArgument(arguments, 1, 600_000));
            case "jmh" -> jmh(arguments);
            default -> {
                System.err.println("""
                    usage: bench ingest [SPANS]         what taking in spans costs a server
                           bench ack [SPANS]            time to the acknowledgement at a steady pace
                           bench query [SPANS] [RUNS] [PART]   what answering costs a server, over HTTP; only
                                                        queries that hold PART, a regular expression
                           bench distributor            checking and splitting requests, without a server
                           bench start                  time from launch to ready, with and without AOT cache
                           bench idle                   memory a minute after ready
                           bench engine [SPANS] [RUNS]  searches without a server
                           bench blocks                 writing and scanning blocks
                           bench live [SPANS]           live segments on disk beside those in memory
                           bench jmh [PATTERN] [MILLIS] micro-benchmarks whose names hold PATTERN, in rounds of MILLIS\
                    """);
                System.exit(2);
            }
        }
    }

    private static void jmh(String[] arguments) throws Exception {
        Circumstances.print("jmh", "single kernels, each in a process of its own");
        JmhBench.run(arguments.length > 1 ? arguments[1] : "", Duration.ofMillis(intArgument(arguments, 2, 1000)));
    }

    private static String[] rest(String[] arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    private static int intArgument(String[] arguments, int at, int fallback) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : fallback;
    }
}
