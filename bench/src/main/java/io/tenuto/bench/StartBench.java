package io.tenuto.bench;

import java.util.Arrays;
import java.util.StringJoiner;

/// How long an empty server takes to become ready, with and without the cache of loaded and linked classes, and the
/// memory it holds a minute later.
final class StartBench {
    private static final int STARTS = 7;
    private static final int IDLE_MILLIS = 60_000;

    private StartBench() {}

    static void starts() throws Exception {
        Circumstances.print("start", "empty data path, median of " + STARTS);
        measure("ready with AOT cache", "");
        measure("ready without AOT cache", "-XX:AOTMode=off");
    }

    private static void measure(String what, String javaOptions) throws Exception {
        double[] seconds = new double[STARTS];
        var raw = new StringJoiner(" ");
        double cpu = 0;
        for (int i = 0; i < STARTS; i++) {
            try (BenchServer server = BenchServer.start(new BenchServer.Options("5m", javaOptions))) {
                seconds[i] = server.readySeconds();
                cpu += server.cpuSeconds() / STARTS;
                raw.add("%.2f".formatted(seconds[i]));
            }
        }
        Arrays.sort(seconds);
        System.out.printf(
                "%-25s %8.2f s median, CPU %.2f s mean; raw %s; load average %s%n",
                what, seconds[STARTS / 2], cpu, raw, Circumstances.loadAverage());
    }

    static void idle() throws Exception {
        Circumstances.print("idle", "empty data path, " + IDLE_MILLIS / 1000 + " s after ready");
        try (BenchServer server = BenchServer.start(BenchServer.Options.DEFAULT)) {
            double cpuBefore = server.cpuSeconds();
            Thread.sleep(IDLE_MILLIS);
            System.out.printf("idle RSS                  %8d MB%n", server.residentMegabytes());
            System.out.printf("peak RSS                  %8d MB%n", server.peakMegabytes());
            System.out.printf(
                    "idle CPU                  %8.2f %% of a core%n",
                    (server.cpuSeconds() - cpuBefore) * 100_000 / IDLE_MILLIS);
        }
    }
}
