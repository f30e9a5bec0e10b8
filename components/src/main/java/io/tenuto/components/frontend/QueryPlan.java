package io.tenuto.components.frontend;

import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.model.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The jobs of one query over one snapshot and one cut: which sources each reads, newest first. Pure.
record QueryPlan(long snapshot, List<Part> parts, int blockCount, long blockBytes) {
    /// Sources of one job.
    ///
    /// @param maxTraceStartUnixNanos the newest trace start any of them may hold
    record Part(List<SourceRef> sources, long maxTraceStartUnixNanos) {}

    /// @param ends one past the last readable live offset, per partition
    /// @param stored the tenant's blocks
    static QueryPlan of(
            CatalogSnapshot snapshot,
            Map<LogPartition, Long> ends,
            List<BlockMeta> stored,
            TimeRange range,
            Shape shape) {
        var parts = new ArrayList<Part>();
        var live = new ArrayList<SourceRef>();
        ends.forEach((partition, end) -> {
            long coverage = snapshot.coverage(partition);
            if (end > coverage) live.add(new SourceRef.Live(new LiveCut(partition, coverage, end)));
        });
        if (!live.isEmpty()) parts.add(new Part(live, Long.MAX_VALUE));
        var blocks = new ArrayList<BlockMeta>();
        long bytes = 0;
        for (BlockMeta meta : stored) {
            if (!range.overlaps(meta.minStartUnixNanos(), meta.maxEndUnixNanos())) continue;
            blocks.add(meta);
            bytes += meta.sizeBytes();
        }
        blocks.sort(Comparator.comparingLong(BlockMeta::maxTraceStartUnixNanos)
                .reversed()
                .thenComparing(BlockMeta::id));
        parts.addAll(blockParts(blocks, shape));
        List<Part> planned = shape.together() && parts.size() > 1 ? List.of(joined(parts)) : List.copyOf(parts);
        return new QueryPlan(snapshot.number(), planned, blocks.size(), bytes);
    }

    /// How work is cut into jobs.
    ///
    /// @param together one job for everything
    /// @param bytesPerJob blocks are gathered into one job up to this many bytes
    record Shape(boolean together, long bytesPerJob) {}

    private static List<Part> blockParts(List<BlockMeta> blocks, Shape shape) {
        var parts = new ArrayList<Part>();
        var open = new ArrayList<SourceRef>();
        long openBytes = 0;
        long newest = Long.MIN_VALUE;
        for (BlockMeta meta : blocks) {
            if (!open.isEmpty() && openBytes + meta.sizeBytes() > shape.bytesPerJob()) {
                parts.add(new Part(List.copyOf(open), newest));
                open.clear();
                openBytes = 0;
                newest = Long.MIN_VALUE;
            }
            open.add(new SourceRef.Block(meta));
            openBytes += meta.sizeBytes();
            newest = Math.max(newest, meta.maxTraceStartUnixNanos());
        }
        if (!open.isEmpty()) parts.add(new Part(List.copyOf(open), newest));
        return parts;
    }

    private static Part joined(List<Part> parts) {
        var sources = new ArrayList<SourceRef>();
        long newest = Long.MIN_VALUE;
        for (Part part : parts) {
            sources.addAll(part.sources());
            newest = Math.max(newest, part.maxTraceStartUnixNanos());
        }
        return new Part(List.copyOf(sources), newest);
    }

    /// The newest trace start of any part from `index` on.
    long newestFrom(int index) {
        long newest = Long.MIN_VALUE;
        for (int i = index; i < parts.size(); i++)
            newest = Math.max(newest, parts.get(i).maxTraceStartUnixNanos());
        return newest;
    }
}
