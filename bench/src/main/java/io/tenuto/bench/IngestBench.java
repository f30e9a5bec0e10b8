package io.tenuto.bench;

import java.util.Arrays;

/// Sends spans to a fresh server and reads what that cost it: process CPU from the first byte until every span is in a
/// stored block, memory, bytes stored, time to the acknowledgement.
final class IngestBench {
    private static final int WARM_UP = 200_000;

    private IngestBench() {}

    static void run(int spans) throws Exception {
        Calibration.print();
        try (BenchServer server = BenchServer.start()) {
            measure(server, spans);
        }
    }

    private static void measure(BenchServer server, int spans) throws Exception {
        var generator = new TrafficGenerator(7, System.currentTimeMillis() * 1_000_000);
        Load.of(generator, WARM_UP).send(server.otlp());
        server.flush();
        Load load = Load.of(generator, spans);
        load.describe();
        long sent = load.spans();
        long storedBefore = server.storedBytes();
        double cpuBefore = server.cpuSeconds();
        long started = System.nanoTime();
        long[] latencies = load.send(server.otlp());
        double sendSeconds = (System.nanoTime() - started) / 1e9;
        double cpuSent = server.cpuSeconds() - cpuBefore;
        server.flush();
        double cpuStored = server.cpuSeconds() - cpuBefore;
        Arrays.sort(latencies);
        System.out.printf("sent                      %8d spans in %.1f s, CPU %.1f s%n", sent, sendSeconds, cpuSent);
        System.out.printf(
                "until stored              %8.1f CPU-s: %.0f spans per CPU-second%n", cpuStored, sent / cpuStored);
        System.out.printf(
                "ack p50 / p99 / max       %8.1f / %.1f / %.1f ms%n",
                latencies[latencies.length / 2] / 1e6,
                latencies[latencies.length * 99 / 100] / 1e6,
                latencies[latencies.length - 1] / 1e6);
        System.out.printf(
                "stored                    %8.1f bytes/span%n", (server.storedBytes() - storedBefore) / (double) sent);
        System.out.printf("peak RSS                  %8d MB%n", server.peakMegabytes());
    }
}
