package io.tenuto.bench;

import com.github.luben.zstd.Zstd;
import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.TraceTable;
import java.util.StringJoiner;

/// Pins the generator: figures of two runs compare only where their data are alike, and a generator that compresses too
/// well makes every figure better than the truth. Prints what the data are and refuses those outside the bounds.
final class LoadChecks {
    /// Spans that are looked at closely; properties do not change along the load.
    private static final int CLOSELY = 100_000;

    private static final int[] TRACE_SIZES = {5, 10, 20, 30, 40, 50, 399, 400};

    private LoadChecks() {}

    static void print(Load load) {
        long bytes = 0;
        long compressed = 0;
        var builder = new SegmentBuilder();
        for (Load.Request request : load.requests()) {
            bytes += request.body().length;
            compressed += Zstd.compress(request.body(), 3).length;
            if (builder.rowCount() < CLOSELY) builder.append(ByteSlice.of(request.body()));
        }
        double bytesPerSpan = bytes / (double) load.spans();
        double compressedPerSpan = compressed / (double) load.spans();
        System.out.printf(
                "data                      %d spans, %d traces, %.0f bytes/span, zstd -3 %.1f bytes/span%n",
                load.spans(), load.traces(), bytesPerSpan, compressedPerSpan);
        Segment segment = builder.seal();
        System.out.printf("spans per trace           %s%n", traceSizes(segment.traces()));
        System.out.printf(
                "distinct values           of %d spans: %s%n", segment.facts().rowCount(), distinctValues(segment));
        pin("bytes/span", bytesPerSpan, 380, 480);
        pin("zstd -3 bytes/span", compressedPerSpan, 75, 90);
        pin("values of span.request.id per span", perSpan(segment, "span.request.id"), 0.999, 1);
        pin("values of span.user.id per span", perSpan(segment, "span.user.id"), 0.3, 1);
    }

    private static void pin(String what, double value, double min, double max) {
        if (value >= min && value <= max) return;
        throw new IllegalStateException("%s: %.3f, expected %.3f to %.3f".formatted(what, value, min, max));
    }

    private static String traceSizes(TraceTable traces) {
        int[] counts = new int[TRACE_SIZES.length];
        for (int trace = 0; trace < traces.count(); trace++) {
            int bucket = 0;
            while (bucket < TRACE_SIZES.length - 1 && traces.spanCount(trace) > TRACE_SIZES[bucket]) bucket++;
            counts[bucket]++;
        }
        var text = new StringJoiner(", ");
        for (int i = 0; i < counts.length; i++) text.add("<=" + TRACE_SIZES[i] + ": " + counts[i]);
        return text.toString();
    }

    private static String distinctValues(Segment segment) {
        var text = new StringJoiner(", ");
        for (AttributeKey key : segment.keys()) text.add(key + " " + distinct(segment, key));
        return text.toString();
    }

    private static int distinct(Segment segment, AttributeKey key) {
        return segment.values(key).map(summary -> summary.texts().size()).orElse(0);
    }

    private static double perSpan(Segment segment, String key) {
        for (AttributeKey each : segment.keys()) {
            if (each.toString().equals(key))
                return distinct(segment, each) / (double) segment.facts().rowCount();
        }
        throw new IllegalStateException("no values of " + key);
    }
}
