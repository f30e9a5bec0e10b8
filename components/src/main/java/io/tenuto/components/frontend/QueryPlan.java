package io.tenuto.components.frontend;

import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.model.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The jobs of one query over one snapshot and one cut: which sources each reads, newest first. Pure.
///
/// @param sources of all jobs: live cuts, then blocks, newest first
/// @param snapshot number of the catalog snapshot
record QueryPlan(long snapshot, List<SourceRef> sources, List<Part> parts, int blockCount, long blockBytes) {
    /// How far apart fragments of one trace are looked for.
    private static final long REACH_NANOS = Duration.ofHours(1).toNanos();
    /// A job below this costs more to hand out than to run.
    private static final long JOB_BYTES_MIN = 4 << 20;
    /// A block is not cut finer than this, however few bytes a job is to have: the plan must stay smaller than the
    /// data.
    private static final long JOB_ROWS_MIN = 1000;

    /// One job.
    ///
    /// @param own indexes of the sources it reads
    /// @param near indexes of the sources that may hold more of the same traces, its own included
    /// @param part which part of their rows, from 0
    /// @param maxTraceStartUnixNanos the newest trace start any of its own may hold
    record Part(BitSet own, BitSet near, int part, int parts, long maxTraceStartUnixNanos) {}

    /// How work is cut into jobs.
    ///
    /// @param workers jobs that can run at once: there should be as many, unless they get too small
    record Shape(QueryKind.Sight sight, JobCut cut, int workers) {}

    /// @param ends one past the last readable live offset, per partition
    /// @param stored the tenant's blocks
    static QueryPlan of(
            CatalogSnapshot snapshot,
            Map<LogPartition, Long> ends,
            List<BlockMeta> stored,
            TimeRange range,
            Shape shape) {
        var sources = new ArrayList<SourceRef>();
        ends.forEach((partition, end) -> {
            long coverage = snapshot.coverage(partition);
            if (end > coverage) sources.add(new SourceRef.Live(new LiveCut(partition, coverage, end)));
        });
        int liveCount = sources.size();
        List<BlockMeta> blocks = stored.stream()
                .filter(meta -> range.overlaps(meta.minStartUnixNanos(), meta.maxEndUnixNanos()))
                .sorted(Comparator.comparingLong(BlockMeta::maxTraceStartUnixNanos)
                        .reversed()
                        .thenComparing(BlockMeta::id))
                .toList();
        blocks.forEach(meta -> sources.add(new SourceRef.Block(meta)));
        long bytes = blocks.stream().mapToLong(BlockMeta::sizeBytes).sum();
        var parts = new Parts(liveCount, blocks, shape).cut(bytes);
        return new QueryPlan(snapshot.number(), List.copyOf(sources), parts, blocks.size(), bytes);
    }

    /// Cuts sources into jobs.
    private record Parts(int liveCount, List<BlockMeta> blocks, Shape shape) {
        List<Part> cut(long bytes) {
            var parts = new ArrayList<Part>();
            int count = liveCount + blocks.size();
            if (count == 0) return parts;
            if (shape.sight() == QueryKind.Sight.ALL) {
                long newest = liveCount > 0 ? Long.MAX_VALUE : blocks.getFirst().maxTraceStartUnixNanos();
                return List.of(new Part(range(0, count), range(0, count), 0, 1, newest));
            }
            if (liveCount > 0) parts.add(new Part(range(0, liveCount), range(0, count), 0, 1, Long.MAX_VALUE));
            switch (shape.cut()) {
                case JobCut.ByBytes cut -> byBytes(cut, bytes, parts);
                case JobCut.ByCount cut -> byCount(cut, parts);
            }
            return parts;
        }

        private void byBytes(JobCut.ByBytes cut, long bytes, List<Part> parts) {
            long target = Math.min(cut.bytesPerJob(), Math.max(JOB_BYTES_MIN, bytes / shape.workers()));
            int from = 0;
            while (from < blocks.size()) {
                int to = from;
                long jobBytes = 0;
                while (to < blocks.size()
                        && (to == from || jobBytes + blocks.get(to).sizeBytes() <= target)) {
                    jobBytes += blocks.get(to++).sizeBytes();
                }
                boolean isLarge = jobBytes > target && to == from + 1;
                add(from, to, isLarge ? cuts(blocks.get(from), target) : 1, parts);
                from = to;
            }
        }

        private static int cuts(BlockMeta block, long target) {
            long byBytes = (block.sizeBytes() - 1) / target + 1;
            long byRows = Math.ceilDiv(Math.max(1, block.rowCount()), JOB_ROWS_MIN);
            return (int) Math.min(Integer.MAX_VALUE, Math.min(byBytes, byRows));
        }

        private void byCount(JobCut.ByCount cut, List<Part> parts) {
            // At least one for each worker: blocks wait for the store, not for the processor.
            int jobs = Math.max(cut.jobs(blocks.size()), Math.min(shape.workers(), blocks.size()));
            for (int i = 0; i < jobs; i++) {
                int from = (int) ((long) blocks.size() * i / jobs);
                int to = (int) ((long) blocks.size() * (i + 1) / jobs);
                if (from < to) add(from, to, 1, parts);
            }
        }

        private void add(int from, int to, int cuts, List<Part> parts) {
            BitSet own = range(liveCount + from, liveCount + to);
            BitSet near = near(from, to);
            long newest = blocks.get(from).maxTraceStartUnixNanos();
            boolean isCut = shape.sight() == QueryKind.Sight.NEIGHBOURS;
            for (int i = 0; i < (isCut ? cuts : 1); i++) parts.add(new Part(own, near, i, isCut ? cuts : 1, newest));
        }

        private BitSet near(int from, int to) {
            long start = Long.MAX_VALUE;
            long end = Long.MIN_VALUE;
            for (BlockMeta meta : blocks.subList(from, to)) {
                start = Math.min(start, meta.minStartUnixNanos());
                end = Math.max(end, meta.maxEndUnixNanos());
            }
            BitSet near = range(0, liveCount);
            for (int i = 0; i < blocks.size(); i++) {
                BlockMeta meta = blocks.get(i);
                boolean overlaps = meta.minStartUnixNanos() <= later(end) && meta.maxEndUnixNanos() >= earlier(start);
                if (overlaps) near.set(liveCount + i);
            }
            return near;
        }

        private static long later(long time) {
            return time > Long.MAX_VALUE - REACH_NANOS ? Long.MAX_VALUE : time + REACH_NANOS;
        }

        private static long earlier(long time) {
            return time < Long.MIN_VALUE + REACH_NANOS ? Long.MIN_VALUE : time - REACH_NANOS;
        }

        private static BitSet range(int from, int to) {
            var set = new BitSet(to);
            set.set(from, to);
            return set;
        }
    }

    /// The newest trace start of any part from `index` on.
    long newestFrom(int index) {
        long newest = Long.MIN_VALUE;
        for (int i = index; i < parts.size(); i++)
            newest = Math.max(newest, parts.get(i).maxTraceStartUnixNanos());
        return newest;
    }
}
