package io.tenuto.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.blocks.tenuto1.Tenuto1Format;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.metrics.MetricsEngine;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;
import io.tenuto.traceql.source.SpanSource;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/// Searches and metrics over four blocks and over the same spans as segments: `EngineBench [spans] [rounds] [part of a
/// query]`.
///
/// Figures are CPU time of the process, its collector and compiler included, median of the second half of the rounds.
/// The store is memory, pages are cached as a server caches them; planning, queue and encoding are not included.
public final class EngineBench {
    private static final Deadline DEADLINE = Deadline.none();
    private static final int PARTS = 4;
    private static final int ALL = 1_000_000;

    private record Search(String query, int limit) {}

    private static final List<Search> SEARCHES = List.of(
            new Search("{ resource.service.name = `payment` }", 20),
            new Search("{ status = error && duration > 200ms }", 20),
            new Search("{ span.user.id = `u777` }", 20),
            new Search("{ span.request.id = `nothing` }", 20),
            new Search("{ .request.id = `nothing` }", 20),
            new Search("{ span.nothing = `x` }", 20),
            new Search("{ span.http.url =~ `.*nothing.*` }", 20),
            new Search("{ resource.service.name = `payment` && span.http.status_code = 200 && duration > 10ms }", ALL),
            new Search(
                    "{ resource.service.name = `frontend` } >> { resource.service.name = `payment` && status = error }",
                    ALL),
            new Search("{ status = error } | count() > 3", ALL),
            new Search("{ span.db.rows > 490 } | select(span.db.statement)", ALL),
            new Search("{ }", 20),
            new Search("{ } | by(resource.service.name) | count() > 20", 20),
            new Search("{ rootServiceName = `frontend` && kind = server }", 20),
            new Search("{ event:name = `exception` } !>> { }", 20));

    private static final List<String> METRICS = List.of(
            "{} | rate()",
            "{} | rate() by (resource.service.name)",
            "{} | rate() by (span.http.status_code, name)",
            "{ kind = server } | quantile_over_time(duration, .99) by (resource.service.name)",
            "{ status = error } | rate() by (span.http.route)",
            "{ span.db.rows > 1 } | histogram_over_time(duration)",
            "{ span.db.rows > 1 } | avg_over_time(span.db.rows) by (span.db.system)",
            "{ resource.service.name = `payment` } | compare({ status = error })");
    private static final long START = 1_764_000_000_000_000_000L;
    private static final long STEP = 15_000_000_000L;
    private static final int EXEMPLARS = 100;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private EngineBench() {}

    public static void main(String[] arguments) {
        int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        var segments = new ArrayList<SpanSource>();
        var blocks = new ArrayList<SpanSource>();
        generate(spans, segments, blocks);
        String part = arguments.length > 2 ? arguments[2] : "";
        for (Search search : SEARCHES) {
            if (!search.query().contains(part)) continue;
            System.out.printf(
                    "%-100s %s %s%n", search.query(), timed(search, blocks, rounds), timed(search, segments, rounds));
        }
        for (String query : METRICS) {
            if (!query.contains(part)) continue;
            System.out.printf("%-100s %s %s%n", query, timed(query, blocks, rounds), timed(query, segments, rounds));
        }
    }

    private static void generate(int spans, List<SpanSource> segments, List<SpanSource> blocks) {
        var store = new MemoryObjectStore(Clock.system());
        var format = new Tenuto1Format(256 << 20);
        var generator = new TrafficGenerator(1, START);
        for (int part = 0; part < PARTS; part++) {
            var builder = new SegmentBuilder();
            while (generator.spans() < (long) spans * (part + 1) / PARTS) builder.append(generator.request());
            Segment segment = builder.seal();
            segments.add(segment);
            String id = "00000000-0000-4000-8000-%012x".formatted(part);
            BlockMeta meta = format.write(new NewBlock(id, TenantId.SINGLE, 1, 2, 0), segment, store, DEADLINE);
            blocks.add(format.open(meta, store, DEADLINE).source());
        }
        System.out.printf("%d spans in %d traces%n", generator.spans(), generator.traces());
    }

    private static String timed(Search search, List<SpanSource> sources, int rounds) {
        var request = new SearchRequest(TraceQl.parse(search.query()), TimeRange.ALL, search.limit(), 3);
        return timed(
                "traces",
                rounds,
                () -> SearchEngine.run(request, sources, DEADLINE).traces().size());
    }

    /// Each source by itself, as jobs are cut, and merged.
    private static String timed(String query, List<SpanSource> sources, int rounds) {
        var parsed = (Query.Metrics) TraceQl.parse(query);
        var request = new MetricsRequest(parsed, START, START + 240 * STEP, STEP, false, 0, EXEMPLARS);
        return timed("series", rounds, () -> {
            MetricsPartial merged = MetricsPartial.none();
            for (SpanSource source : sources) {
                merged = MetricsEngine.merge(merged, MetricsEngine.run(request, List.of(source), DEADLINE));
            }
            return MetricsEngine.finish(request, merged, DEADLINE).series().size();
        });
    }

    private static String timed(String noun, int rounds, IntSupplier run) {
        long[] nanos = new long[rounds];
        int found = 0;
        for (int i = 0; i < rounds; i++) {
            long before = cpuNanos();
            found = run.getAsInt();
            nanos[i] = cpuNanos() - before;
        }
        long[] warm = Arrays.copyOfRange(nanos, rounds / 2, rounds);
        Arrays.sort(warm);
        return "%8.2f ms %6d %s".formatted(warm[warm.length / 2] / 1e6, found, noun);
    }

    private static long cpuNanos() {
        return PROCESS.getProcessCpuTime();
    }
}
