package io.tenuto.bench;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.segment.LogStretch;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.blocks.segment.SegmentFile;
import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.source.SpanSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// What it costs that live rows go to disk: writing sealed segments, and reading them instead of those in memory. CPU
/// time of one thread; the files are in the page cache.
final class LiveFileBench {
    private static final Deadline DEADLINE = Deadline.none();
    /// About what a live store of the default memory budget seals.
    private static final int SEGMENT_SPANS = 60_000;

    private static final int ROUNDS = 20;
    private static final int LOOKUPS = 2000;
    private static final long SPANS_AN_HOUR = 10_000L * 3600;
    private static final List<String> SEARCHES = List.of(
            "{ resource.service.name = `payment` }",
            "{ status = error && duration > 200ms }",
            "{ span.request.id = `nothing` }",
            "{ span.http.url =~ `.*nothing.*` }",
            "{ resource.service.name = `frontend` } >> { resource.service.name = `payment` && status = error }",
            "{ status = error } | count() > 3");

    private LiveFileBench() {}

    static void run(int spans) throws IOException, InterruptedException {
        Circumstances.print("live files", "segments of " + SEGMENT_SPANS + " spans");
        var segments = new ArrayList<Segment>();
        var traffic = new TrafficGenerator(1, 1_764_000_000_000_000_000L);
        long memoryBytes = 0;
        for (int end = SEGMENT_SPANS; end <= spans; end += SEGMENT_SPANS) {
            var builder = new SegmentBuilder();
            while (traffic.spans() < end) builder.append(traffic.request());
            segments.add(builder.seal());
            memoryBytes += builder.memoryBytes();
        }
        long rows = segments.stream().mapToLong(each -> each.facts().rowCount()).sum();
        System.out.printf("in memory                 %d bytes/span%n", memoryBytes / rows);
        Path folder = Files.createTempDirectory("tenuto-live");
        List<SegmentFile> files = write(segments, folder, rows);
        try {
            compareSearches(segments, files);
            compareLookups(segments, files);
        } finally {
            for (SegmentFile file : files) {
                file.file().unlink();
                file.file().tryClose();
            }
            Files.delete(folder);
        }
    }

    private static List<SegmentFile> write(List<Segment> segments, Path folder, long rows) throws IOException {
        List<SegmentFile> files = new ArrayList<>();
        var stretch = new LogStretch("bench", 0, "bench", new long[1], new int[1], 1);
        long[] nanos = new long[5];
        for (int round = 0; round < nanos.length; round++) {
            for (SegmentFile file : files) {
                file.file().unlink();
                file.file().tryClose();
            }
            files.clear();
            long before = cpuNanos();
            for (int i = 0; i < segments.size(); i++) {
                files.add(SegmentFile.write(Disk.local(), folder.resolve(round + "-" + i), segments.get(i), stretch));
            }
            nanos[round] = cpuNanos() - before;
        }
        Arrays.sort(nanos);
        double nanosASpan = (double) nanos[nanos.length / 2] / rows;
        double bytesASpan = (double) files.stream()
                        .mapToLong(file -> file.file().sizeBytes())
                        .sum()
                / rows;
        System.out.printf("on disk                   %.1f bytes/span%n", bytesASpan);
        System.out.printf("writing                   %.0f ns CPU/span%n", nanosASpan);
        System.out.printf(
                "an hour at 10,000 spans/s %.1f GB, %.1f s CPU%n",
                bytesASpan * SPANS_AN_HOUR / 1e9, nanosASpan * SPANS_AN_HOUR / 1e9);
        return files;
    }

    private static void compareSearches(List<Segment> segments, List<SegmentFile> files) {
        System.out.printf("%-100s %12s %12s%n", "CPU of a search, limit 20", "memory", "disk");
        for (String query : SEARCHES) {
            double memory = timed(query, () -> List.copyOf(segments));
            double disk = timed(
                    query,
                    () -> files.stream().<SpanSource>map(SegmentFile::open).toList());
            System.out.printf("%-100s %9.2f ms %9.2f ms%n", query, memory, disk);
        }
    }

    private static double timed(String query, Supplier<List<SpanSource>> sources) {
        var request = new SearchRequest(TraceQl.parse(query), TimeRange.ALL, 20, 3);
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long before = cpuNanos();
            SearchEngine.run(request, sources.get(), DEADLINE);
            nanos[i] = cpuNanos() - before;
        }
        long[] warm = Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS);
        Arrays.sort(warm);
        return warm[warm.length / 2] / 1e6;
    }

    /// One trace asked of every segment.
    private static void compareLookups(List<Segment> segments, List<SegmentFile> files) {
        Segment home = segments.getFirst();
        double[] micros = new double[2];
        for (int warm = 0; warm < 2; warm++) {
            long start = cpuNanos();
            long found = 0;
            for (int i = 0; i < LOOKUPS; i++) {
                TraceId id = home.traces().id(i % home.traces().count());
                for (Segment segment : segments)
                    found += segment.trace(id).map(ByteSlice::length).orElse(0);
            }
            micros[0] = (cpuNanos() - start) / 1e3 / LOOKUPS;
            start = cpuNanos();
            for (int i = 0; i < LOOKUPS; i++) {
                TraceId id = home.traces().id(i % home.traces().count());
                for (SegmentFile file : files) {
                    found -= file.open()
                            .trace(id, 0, Integer.MAX_VALUE)
                            .map(ByteSlice::length)
                            .orElse(0);
                }
            }
            micros[1] = (cpuNanos() - start) / 1e3 / LOOKUPS;
            if (found != 0) throw new IllegalStateException("memory and disk differ by " + found + " bytes");
        }
        System.out.printf("%-100s %9.0f µs %9.0f µs%n", "one trace", micros[0], micros[1]);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
