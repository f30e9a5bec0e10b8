package io.tenuto.components.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryLease;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.components.livestore.LiveStoreConfig;
import io.tenuto.components.livestore.SpillConfig;
import io.tenuto.components.querier.Querier;
import io.tenuto.components.querier.StoredSources;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.MemorySpanLog;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.lang.TraceQl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A query whose live rows turn out to be damaged on disk.
@Timeout(120)
final class DamagedLiveFileTest {
    private static final Clock CLOCK = Clock.system();
    private static final int SPANS = 1500;
    private static final long MEMORY_BYTES = 1 << 26;

    @TempDir
    private Path folder;

    private final MemorySpanLog log = new MemorySpanLog(new LogIdentity("log"), 1);
    private final ObjectStoreCatalog catalog =
            new ObjectStoreCatalog(new MemoryObjectStore(CLOCK), Entropy.system(), CLOCK, Deadline.none());

    private final MemoryBudget memory = new MemoryBudget(1 << 28, Metrics.none());

    private LiveStore liveStore() {
        var config = new LiveStoreConfig(
                Duration.ofHours(1),
                Duration.ofHours(1),
                1 << 16,
                Duration.ofHours(1),
                0,
                MEMORY_BYTES,
                new SpillConfig(folder, 1 << 30, 0, 1, Duration.ofHours(1)));
        var parts = new LiveStore.Parts(log, catalog, new TenantNaming(false), memory, Disk.local());
        return new LiveStore(config, parts, CLOCK, Metrics.none(), failure -> {});
    }

    private Queries queries(LiveStore live, FairQueue queue) {
        ToLongFunction<LogPartition> ends = partition -> log.endOffset(partition.partition());
        var config = new QueryRunnerConfig(
                new JobCut.ByBytes(10, 1 << 20), new JobCut.ByBytes(10, 1 << 20), new JobCut.ByCount(10, 30, 50), 2);
        return new Queries(new QueryRunner(
                config,
                new QueryRunner.Parts(
                        queue, catalog, live, ends, tenant -> List.of(), CLOCK, MemoryBudget.boundless())));
    }

    private void append(long id) {
        var record = new LogRecord(
                0, Optional.of(TenantId.SINGLE.value()), CLOCK.wallUnixNanos(), false, StoryBytes.span(id));
        log.append(List.of(record), Deadline.none());
    }

    private static QueryAnswer<SearchResult> search(Queries queries, long id) {
        var query = TraceQl.parse("{ trace:id = \"" + new TraceId(7, id).toHex() + "\" }");
        Deadline patience = Deadline.after(CLOCK, Duration.ofSeconds(60));
        return queries.search(TenantId.SINGLE, new SearchRequest(query, TimeRange.ALL, 10, 3), patience, partial -> {});
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }

    /// Less than the smallest segment on the heap takes, and more than all files do there.
    private static final long HEAP_BYTES_OF_FILES = 10_500;

    /// All live rows go to disk while somebody else holds the memory.
    private void spill() {
        try (MemoryLease others = memory.lease(MemoryUse.CACHE)) {
            others.hold(memory.maxBytes());
            while (memory.usedBytes(MemoryUse.LIVE) > HEAP_BYTES_OF_FILES) Thread.onSpinWait();
        }
    }

    private void damage() throws IOException {
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 16; i < bytes.length; i += 64) bytes[i] ^= 1;
            Files.write(file, bytes);
        }
    }

    @Test
    void theQueryIsAnsweredFromTheLog() throws IOException {
        var queue = new FairQueue(new FairQueue.Bounds(100, 2, 2, 2), Clock.system());
        try (LiveStore live = liveStore();
                var querier = new Querier(queue, new StoredSources(live, List.of()), 2, failure -> {})) {
            querier.start();
            live.start();
            Queries queries = queries(live, queue);
            for (long id = 1; id <= SPANS; id++) append(id);
            assertThat(search(queries, 1).result().traces()).hasSize(1);
            spill();
            assertThat(search(queries, 1).result().traces()).hasSize(1);
            damage();
            QueryAnswer<SearchResult> answer = search(queries, 1);
            if (!answer.shortfall().isBehind())
                assertThat(answer.result().traces()).hasSize(1);
            assertThat(live.awaitEnds(partition -> SPANS, Deadline.after(CLOCK, Duration.ofSeconds(60))))
                    .isTrue();
            answer = search(queries, 1);
            assertThat(answer.shortfall().isBehind()).isFalse();
            assertThat(answer.result().traces()).hasSize(1);
            assertThat(files()).isEmpty();
        }
    }
}
