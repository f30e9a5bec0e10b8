package io.tenuto.bench;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.blocks.tenuto1.Tenuto1Format;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.parquet.Zstd;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.Vector;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Writes, scans and looks up one block: `BlockBench [spans] [rounds]`. Figures are CPU time of the one thread.
public final class BlockBench {
    private static final Deadline DEADLINE = Deadline.none();

    private final MemoryObjectStore store = new MemoryObjectStore(Clock.system());
    private final Tenuto1Format format = new Tenuto1Format(256 << 20);
    private int number;

    private BlockBench() {}

    public static void main(String[] arguments) {
        int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        new BlockBench().run(spans, rounds);
    }

    private void run(int spans, int rounds) {
        Segment segment = generate(spans);
        BlockMeta meta = write(segment);
        for (int i = 1; i < rounds; i++) meta = write(segment);
        StoredBlock block = format.open(meta, store, DEADLINE);
        for (int i = 0; i < rounds; i++) {
            scan(block, "duration", ColumnKey.of(Intrinsic.DURATION));
            scan(block, "start", ColumnKey.of(Intrinsic.START));
            scan(block, "name", ColumnKey.of(Intrinsic.NAME));
            scan(block, "http.status_code", ColumnKey.of(AttributeScope.SPAN, "http.status_code"));
            scan(block, "http.url", ColumnKey.of(AttributeScope.SPAN, "http.url"));
            scan(block, "service.name", ColumnKey.of(AttributeScope.RESOURCE, "service.name"));
            needle(block, "user.id", "u777");
            needle(block, "request.id", "nothing");
            lookups(block, 200);
            System.out.println();
        }
    }

    private static Segment generate(int spans) {
        var generator = new TrafficGenerator(1, 1_764_000_000_000_000_000L);
        var builder = new SegmentBuilder();
        long bytes = 0;
        long packed = 0;
        long cpu = 0;
        while (generator.spans() < spans) {
            ByteSlice request = generator.request();
            bytes += request.length();
            if (packed == 0) packed = Zstd.compress(request, 3).length();
            long before = cpuNanos();
            builder.append(request);
            cpu += cpuNanos() - before;
        }
        System.out.printf(
                "%d spans in %d traces, %.1f bytes/span OTLP, first request %.1f bytes/span with zstd%n",
                generator.spans(), generator.traces(), (double) bytes / generator.spans(), packed / 860.0);
        System.out.printf("append to segment: %.0f k spans/s%n", generator.spans() * 1e6 / cpu);
        return builder.seal();
    }

    private BlockMeta write(Segment segment) {
        String id = "00000000-0000-4000-8000-%012x".formatted(number++);
        long before = cpuNanos();
        BlockMeta meta = format.write(new NewBlock(id, TenantId.SINGLE, 1, 2, 0), segment, store, DEADLINE);
        long cpu = cpuNanos() - before;
        System.out.printf(
                "write: %.0f k spans/s, %.2f bytes/span%n",
                segment.facts().rowCount() * 1e6 / cpu, (double) meta.sizeBytes() / meta.rowCount());
        return meta;
    }

    private static void scan(StoredBlock block, String name, ColumnKey key) {
        long before = cpuNanos();
        long sum = 0;
        long rows = 0;
        try (var cursor = block.source().scan(ScanRequest.of(Set.of(key)), DEADLINE)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                rows += batch.get().rowCount();
                for (Vector vector : batch.get().column(key).vectors()) sum += checksum(vector);
            }
        }
        long cpu = cpuNanos() - before;
        System.out.printf("scan %-18s %6.1f ms %7.0f M values/s (%d)%n", name, cpu / 1e6, rows * 1e3 / cpu, sum & 0xFF);
    }

    private static long checksum(Vector vector) {
        long sum = 0;
        switch (vector) {
            case Vector.Longs longs -> {
                for (int i = 0; i < longs.entryCount(); i++) sum += longs.values()[i];
            }
            case Vector.Strings strings -> {
                for (int i = 0; i < strings.entryCount(); i++) sum += strings.ids()[i];
            }
            default -> sum = vector.entryCount();
        }
        return sum;
    }

    private static void needle(StoredBlock block, String name, String value) {
        ColumnKey key = ColumnKey.of(AttributeScope.SPAN, name);
        ByteSlice wanted = ByteSlice.utf8(value);
        var condition = new PruneCondition.StringIn(List.of(key), List.of(wanted));
        long before = cpuNanos();
        int found = 0;
        int batches = 0;
        var request = new ScanRequest(Set.of(key), List.of(condition), 0, Integer.MAX_VALUE);
        try (var cursor = block.source().scan(request, DEADLINE)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                batches++;
                for (Vector vector : batch.get().column(key).vectors()) {
                    var strings = (Vector.Strings) vector;
                    for (int i = 0; i < strings.entryCount(); i++) {
                        int id = strings.ids()[i];
                        boolean same = strings.dictionary().length(id) == wanted.length()
                                && strings.presence().has(i)
                                && Arrays.equals(
                                        strings.dictionary().heap(),
                                        strings.dictionary().start(id),
                                        strings.dictionary().start(id) + wanted.length(),
                                        wanted.array(),
                                        wanted.offset(),
                                        wanted.offset() + wanted.length());
                        if (same) found++;
                    }
                }
            }
        }
        System.out.printf(
                "needle %-16s %6.1f ms, %d spans in %d batches%n", name, (cpuNanos() - before) / 1e6, found, batches);
    }

    private static void lookups(StoredBlock block, int count) {
        var random = new SplittableRandom(3);
        var traces = block.source().traces();
        long bytes = 0;
        long before = cpuNanos();
        for (int i = 0; i < count; i++) {
            bytes += block.trace(traces.id(random.nextInt(traces.count())), DEADLINE)
                    .orElseThrow()
                    .length();
        }
        System.out.printf(
                "lookup             %6.2f ms each, %d bytes%n", (cpuNanos() - before) / 1e6 / count, bytes / count);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
