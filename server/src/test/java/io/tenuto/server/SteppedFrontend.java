package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryBudget;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.CommitOutcome;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.components.frontend.FairQueue;
import io.tenuto.components.frontend.JobCut;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.QueryRunner;
import io.tenuto.components.frontend.QueryRunnerConfig;
import io.tenuto.components.querier.Querier;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.components.rpc.SourceOpener;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.components.rpc.TraceFragment;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lists.ListSource;
import io.tenuto.traceql.lists.TestSpan;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.wire.ProtoWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// A frontend over lists of spans, each of which is a block and a job of its own, one job at a time.
final class SteppedFrontend implements AutoCloseable {
    private static final int BLOCK_BYTES = 100;
    private static final JobCut.ByBytes EACH = new JobCut.ByBytes(1, BLOCK_BYTES);

    private final Querier querier;
    final Queries queries;

    SteppedFrontend(List<List<TestSpan>> blocks) {
        this(blocks, deadline -> {});
    }

    SteppedFrontend(List<List<TestSpan>> blocks, MemoryBudget memory) {
        this(blocks, deadline -> {}, List.of(), memory);
    }

    /// @param onOpen happens in the querier's thread whenever a job opens a block
    SteppedFrontend(List<List<TestSpan>> blocks, Consumer<Deadline> onOpen) {
        this(blocks, onOpen, List.of());
    }

    /// @param gaps what the catalog says was lost
    SteppedFrontend(List<List<TestSpan>> blocks, Consumer<Deadline> onOpen, List<LogGap> gaps) {
        this(blocks, onOpen, gaps, MemoryBudget.boundless());
    }

    private SteppedFrontend(
            List<List<TestSpan>> blocks, Consumer<Deadline> onOpen, List<LogGap> gaps, MemoryBudget memory) {
        var queue = new FairQueue(new FairQueue.Bounds(1000, 1, 1, 1), Clock.system());
        List<BlockMeta> metas = IntStream.range(0, blocks.size())
                .mapToObj(i -> meta(i, blocks.get(i)))
                .toList();
        this.querier = new Querier(queue, new Opener(blocks, onOpen), 1, failure -> {});
        this.queries = new Queries(new QueryRunner(
                new QueryRunnerConfig(EACH, EACH, new JobCut.ByCount(1, 1, 1), 1),
                new QueryRunner.Parts(
                        queue,
                        new FixedCatalog(gaps),
                        new NothingLive(),
                        partition -> 0,
                        tenant -> metas,
                        Clock.system(),
                        memory)));
        querier.start();
    }

    /// The identifier of the block with this number.
    static String blockId(int number) {
        return new UUID(0, number).toString();
    }

    private static BlockMeta meta(int number, List<TestSpan> spans) {
        long start = spans.stream().mapToLong(TestSpan::start).min().orElseThrow();
        long end = spans.stream().mapToLong(TestSpan::end).max().orElseThrow();
        return new BlockMeta(
                blockId(number),
                TenantId.SINGLE,
                "list",
                0,
                spans.size(),
                1,
                start,
                end,
                start,
                0,
                0,
                0,
                BLOCK_BYTES,
                "");
    }

    @Override
    public void close() {
        querier.close();
    }

    private record Opener(List<List<TestSpan>> blocks, Consumer<Deadline> onOpen) implements SourceOpener {
        @Override
        public List<SpanSource> open(TenantId tenant, SourceRef ref, Deadline deadline) {
            onOpen.accept(deadline);
            return List.of(new ListSource(spans(ref)));
        }

        @Override
        public List<TraceFragment> trace(TenantId tenant, SourceRef ref, TraceId id, Deadline deadline) {
            onOpen.accept(deadline);
            List<TestSpan> spans =
                    spans(ref).stream().filter(span -> span.trace().equals(id)).toList();
            return spans.isEmpty() ? List.of() : List.of(TraceFragment.exact(otlp(spans)));
        }

        private List<TestSpan> spans(SourceRef ref) {
            String id = ((SourceRef.Block) ref).meta().id();
            return blocks.get((int) UUID.fromString(id).getLeastSignificantBits());
        }

        /// Identifiers, name and times: what lookups are told apart by.
        private static ByteSlice otlp(List<TestSpan> spans) {
            var out = new ProtoWriter();
            int resource = out.begin(1);
            int scope = out.begin(2);
            for (TestSpan span : spans) {
                int mark = out.begin(2);
                out.bytes(1, ByteSlice.of(HexFormat.of().parseHex(span.trace().toHex())));
                out.bytes(2, ByteSlice.of(HexFormat.of().parseHex(HexFormat.of().toHexDigits(span.id()))));
                out.text(5, span.name());
                out.fixed64(7, span.start());
                out.fixed64(8, span.end());
                out.end(mark);
            }
            out.end(scope);
            out.end(resource);
            return out.toSlice();
        }
    }

    private record NothingLive() implements LiveReader {
        @Override
        public Map<LogPartition, Long> ends() {
            return Map.of();
        }

        @Override
        public boolean awaitEnds(ToLongFunction<LogPartition> wanted, Deadline deadline) {
            return true;
        }

        @Override
        public Map<LogPartition, Long> floors() {
            return Map.of();
        }

        @Override
        public List<SpanSource> sources(TenantId tenant, LiveCut cut, Deadline deadline) {
            return List.of();
        }

        @Override
        public long undecodable(TenantId tenant, LiveCut cut) {
            return 0;
        }

        @Override
        public List<Long> undecodable(LiveCut cut) {
            return List.of();
        }

        @Override
        public Set<TenantId> tenants(LogPartition partition) {
            return Set.of();
        }

        @Override
        public List<ByteSlice> trace(TenantId tenant, LiveCut cut, TraceId id, Deadline deadline) {
            return List.of();
        }
    }

    private record Nothing(List<LogGap> gaps) implements CatalogSnapshot {
        @Override
        public long number() {
            return 1;
        }

        @Override
        public List<BlockMeta> blocks(TenantId tenant) {
            return List.of();
        }

        @Override
        public Map<String, BlockMeta> blocksById() {
            return Map.of();
        }

        @Override
        public long coverage(LogPartition partition) {
            return 0;
        }

        @Override
        public Map<LogPartition, Long> coverage() {
            return Map.of();
        }

        @Override
        public List<Quarantined> quarantined() {
            return List.of();
        }
    }

    private record FixedCatalog(List<LogGap> gaps) implements Catalog {
        @Override
        public CatalogSnapshot snapshot() {
            return new Nothing(gaps);
        }

        @Override
        public CatalogSnapshot refresh(Deadline deadline) {
            return snapshot();
        }

        @Override
        public CommitOutcome commit(CatalogChange change, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CatalogSnapshot await(long number, Deadline deadline) {
            return snapshot();
        }

        @Override
        public void close() {}
    }

    /// A clock that goes on by a second whenever it is asked: every message between is due.
    static final class HastyClock implements Clock {
        private long nanos;

        @Override
        public synchronized long monotonicNanos() {
            nanos += 1_000_000_000L;
            return nanos;
        }

        @Override
        public Instant wallTime() {
            return Instant.ofEpochSecond(1_000_000);
        }

        @Override
        public void sleep(Duration duration) {}
    }
}
