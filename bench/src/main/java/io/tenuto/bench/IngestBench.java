package io.tenuto.bench;

import java.util.Arrays;

/// Sends spans to a fresh server and reads what that cost it: process CPU from the first byte until every span is in a
/// stored block, memory, bytes stored; then, at a steady pace, the time to the acknowledgement.
final class IngestBench {
    private static final int WARM_UP = 200_000;
    private static final int PACE = 30_000;

    private IngestBench() {}

    static void run(int spans) throws Exception {
        Circumstances.print("ingest", "OTLP/HTTP protobuf uncompressed, 8 connections, launcher's defaults");
        var generator = new TrafficGenerator(7, System.currentTimeMillis() * 1_000_000);
        Load warmUp = Load.of(generator, WARM_UP);
        Load load = Load.of(generator, spans);
        LoadChecks.print(load);
        try (BenchServer server = BenchServer.start(BenchServer.Options.DEFAULT)) {
            warmUp.send(server.otlp());
            server.flush();
            fullSpeed(server, load);
        }
        paced(warmUp, load);
    }

    /// Only the second part: acknowledgements at a steady pace.
    static void acknowledge(int spans) throws Exception {
        Circumstances.print("ack", "OTLP/HTTP protobuf uncompressed, 8 connections, launcher's defaults");
        var generator = new TrafficGenerator(7, System.currentTimeMillis() * 1_000_000);
        Load warmUp = Load.of(generator, WARM_UP);
        paced(warmUp, Load.of(generator, spans));
    }

    private static void paced(Load warmUp, Load load) throws Exception {
        // Cycles of 10 s: several blocks are built while requests are being acknowledged.
        try (BenchServer server = BenchServer.start(new BenchServer.Options("10s", ""))) {
            warmUp.send(server.otlp());
            server.flush();
            paced(server, load);
        }
    }

    private static void fullSpeed(BenchServer server, Load load) throws Exception {
        long sent = load.spans();
        long storedBefore = server.storedBytes();
        double cpuBefore = server.cpuSeconds();
        long started = System.nanoTime();
        long[] latencies = load.send(server.otlp());
        double sendSeconds = (System.nanoTime() - started) / 1e9;
        double cpuSent = server.cpuSeconds() - cpuBefore;
        server.flush();
        double cpuStored = server.cpuSeconds() - cpuBefore;
        System.out.printf("sent                      %8d spans in %.1f s, CPU %.1f s%n", sent, sendSeconds, cpuSent);
        System.out.printf(
                "until stored              %8.1f CPU-s: %.0f spans per CPU-second%n", cpuStored, sent / cpuStored);
        printLatencies("ack at full speed", latencies);
        System.out.printf(
                "stored                    %8.1f bytes/span%n", (server.storedBytes() - storedBefore) / (double) sent);
        System.out.printf("peak RSS                  %8d MB%n", server.peakMegabytes());
    }

    private static void paced(BenchServer server, Load load) throws Exception {
        double cpuBefore = server.cpuSeconds();
        long started = System.nanoTime();
        long[] latencies = load.send(server.otlp(), PACE);
        double seconds = (System.nanoTime() - started) / 1e9;
        double cores = (server.cpuSeconds() - cpuBefore) / seconds;
        System.out.printf(
                "paced at %d spans/s    %8.0f spans/s taken for %.1f s by %.2f cores, blocks every 10 s%n",
                PACE, load.spans() / seconds, seconds, cores);
        printLatencies("ack at that pace", latencies);
        System.out.printf("peak RSS                  %8d MB%n", server.peakMegabytes());
        System.out.printf("load average              %s%n", Circumstances.loadAverage());
    }

    private static void printLatencies(String what, long[] latencies) {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-25s p50 %.1f, p90 %.1f, p99 %.1f, max %.1f ms of %d requests%n",
                what,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 9 / 10] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6,
                sorted.length);
    }
}
