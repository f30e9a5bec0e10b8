package io.tenuto.components.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.components.livestore.LiveStoreConfig;
import io.tenuto.components.livestore.SpillConfig;
import io.tenuto.components.querier.Querier;
import io.tenuto.components.querier.StoredSources;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.file.FileSpanLog;
import io.tenuto.spanlog.file.FileSpanLogConfig;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.lang.TraceQl;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class QueryableAtOnceTest {
    private static final int PARTITIONS = 3;
    private static final Clock CLOCK = Clock.system();

    @TempDir
    private Path folder;

    private FileSpanLog log;
    private LiveStore live;
    private ObjectStoreCatalog catalog;
    private FairQueue queue;
    private Querier querier;
    private Queries queries;

    @BeforeEach
    void open() {
        log = new FileSpanLog(
                FileSpanLogConfig.of(folder, PARTITIONS), Disk.local(), CLOCK, Entropy.system(), Metrics.none());
        catalog = new ObjectStoreCatalog(new MemoryObjectStore(CLOCK), Entropy.system(), CLOCK, Deadline.none());
        var config = new LiveStoreConfig(
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                1 << 16,
                Duration.ofMinutes(1),
                1 << 14,
                1 << 26,
                SpillConfig.NONE);
        live = new LiveStore(
                config,
                new LiveStore.Parts(log, catalog, new TenantNaming(false), MemoryBudget.boundless(), Disk.local()),
                CLOCK,
                Metrics.none(),
                failure -> {});
        queue = new FairQueue(new FairQueue.Bounds(100, 2, 2, 2), Clock.system());
        querier = new Querier(queue, new StoredSources(live, List.of()), 2, failure -> {});
        querier.start();
        queries = queries(live);
    }

    private Queries queries(LiveReader reader) {
        ToLongFunction<LogPartition> ends = partition -> log.endOffset(partition.partition());
        return new Queries(new QueryRunner(
                new QueryRunnerConfig(
                        new JobCut.ByBytes(10, 1 << 20),
                        new JobCut.ByBytes(10, 1 << 20),
                        new JobCut.ByCount(10, 30, 50),
                        2),
                new QueryRunner.Parts(
                        queue, catalog, reader, ends, tenant -> List.of(), CLOCK, MemoryBudget.boundless())));
    }

    @AfterEach
    void close() {
        querier.close();
        log.close();
        live.close();
    }

    private void append(long id) {
        var record = new LogRecord(
                (int) (id % PARTITIONS),
                Optional.of(TenantId.SINGLE.value()),
                CLOCK.wallUnixNanos(),
                false,
                StoryBytes.span(id));
        log.append(List.of(record), Deadline.none());
    }

    private static Deadline patience() {
        return Deadline.after(CLOCK, Duration.ofSeconds(60));
    }

    private QueryAnswer<?> lookUp(long id) {
        return queries.trace(TenantId.SINGLE, TraceRequest.of(new TraceId(7, id), TimeRange.ALL), patience());
    }

    private QueryAnswer<SearchResult> search(long id) {
        var query = TraceQl.parse("{ trace:id = \"" + new TraceId(7, id).toHex() + "\" }");
        return queries.search(
                TenantId.SINGLE, new SearchRequest(query, TimeRange.ALL, 10, 3), patience(), partial -> {});
    }

    @Test
    void whatIsAcknowledgedIsFoundByTheVeryNextQuery() {
        live.start();
        for (long id = 1; id <= 1000; id++) {
            append(id);
            // Either kind of query is the first to come in half of the cases.
            if (id % 2 == 0)
                assertThat((List<?>) lookUp(id).result()).as("trace %s", id).hasSize(1);
            assertThat(search(id).result().traces()).as("search %s", id).hasSize(1);
            assertThat((List<?>) lookUp(id).result()).as("trace %s", id).hasSize(1);
        }
    }

    @Test
    void anAnswerOfALiveStoreThatLagsBehindSaysSo() {
        live.open();
        append(3);
        QueryAnswer<SearchResult> early = search(3);
        assertThat(early.result().traces()).isEmpty();
        assertThat(early.shortfall().isBehind()).isTrue();
        live.turn();
        QueryAnswer<SearchResult> later = search(3);
        assertThat(later.result().traces()).hasSize(1);
        assertThat(later.shortfall().isBehind()).isFalse();
    }

    /// A damaged file makes live rows begin anew, at whatever moment.
    @Test
    void rowsThatBeginAnewAfterTheyWereWaitedForAreMissedAloud() {
        live.open();
        append(3);
        live.turn();
        var waited = new AtomicBoolean();
        var forgetful = (LiveReader) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {LiveReader.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("awaitEnds")) waited.set(true);
                    if (method.getName().equals("ends") && waited.get()) {
                        return live.ends().keySet().stream().collect(Collectors.toMap(key -> key, key -> 0L));
                    }
                    return method.invoke(live, arguments);
                });
        var query = TraceQl.parse("{ trace:id = \"" + new TraceId(7, 3).toHex() + "\" }");
        QueryAnswer<SearchResult> answer = queries(forgetful)
                .search(TenantId.SINGLE, new SearchRequest(query, TimeRange.ALL, 10, 3), patience(), partial -> {});
        assertThat(answer.result().traces()).isEmpty();
        assertThat(answer.shortfall().isBehind()).isTrue();
    }

    @Test
    void whoWaitsForRowsIsWokenWhenTheyCome() throws Exception {
        live.open();
        append(3);
        var reached = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> reached.complete(live.awaitEnds(partition -> 1, Deadline.none())));
        append(4);
        live.turn();
        assertThat(reached.isDone()).as("partition 2 has nothing yet").isFalse();
        append(5);
        live.turn();
        assertThat(reached.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waitingEndsWithTheDeadline() {
        live.open();
        append(3);
        assertThat(live.awaitEnds(partition -> 1, Deadline.after(CLOCK, Duration.ofMillis(20))))
                .isFalse();
    }
}
