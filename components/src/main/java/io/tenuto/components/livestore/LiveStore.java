package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.components.rpc.CutTooOldException;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.model.TraceId;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.traceql.source.SpanSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// Consumes every partition from the coverage on and answers for what it has.
///
/// One thread per partition writes; readers come on any thread. After a restart it reads the log again from the
/// catalog's coverage; nothing here needs to survive.
public final class LiveStore implements LiveReader, AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private static final Duration CANCEL_STEP = Duration.ofMillis(100);

    private final SpanLog spanLog;
    private final Clock clock;
    private final SpillFolder spill;
    private final Map<Integer, LiveConsumer> consumers = new TreeMap<>();
    private final Map<Integer, Thread> threads = new ConcurrentHashMap<>();

    /// What the live store stands on.
    ///
    /// @param disk where rows go that do not fit into memory
    public record Parts(SpanLog spanLog, Catalog catalog, TenantNaming tenants, MemoryBudget memory, Disk disk) {}

    public LiveStore(LiveStoreConfig config, Parts parts, Clock clock, Metrics metrics, Consumer<Throwable> onFatal) {
        this.spanLog = parts.spanLog();
        this.clock = clock;
        var counters = new LiveStoreMetrics(metrics, this::memoryBytes);
        this.spill = new SpillFolder(config.spill(), parts.disk(), counters);
        var shared = new LiveConsumer.Shared(spill, counters, this::memoryBytes);
        for (int p = 0; p < spanLog.partitionCount(); p++) {
            var consumer = new LiveConsumer(p, config, parts, clock, shared);
            consumers.put(p, consumer);
            Thread thread = Thread.ofPlatform()
                    .name("live-store/partition-" + p)
                    .unstarted(() -> {
                        try {
                            consumer.run();
                        } catch (Throwable e) {
                            onFatal.accept(e);
                        }
                    });
            threads.put(p, thread);
        }
    }

    public void start() {
        open();
        threads.values().forEach(Thread::start);
    }

    /// Decides where reading starts, without starting threads: for those who take [#turn]s themselves.
    public void open() {
        spill.open();
        consumers.values().forEach(LiveConsumer::open);
    }

    /// One turn of every partition by the calling thread; not while threads run.
    public void turn() {
        consumers.values().forEach(LiveConsumer::turn);
    }

    /// Whether every partition has been read up to where the log ended when asked.
    public boolean hasCaughtUp() {
        return consumers.values().stream().allMatch(LiveConsumer::hasCaughtUp);
    }

    @Override
    public Map<LogPartition, Long> ends() {
        var ends = new TreeMap<LogPartition, Long>(Comparator.comparing(LogPartition::partition));
        consumers.forEach((p, consumer) -> ends.put(name(p), consumer.rows().end()));
        return ends;
    }

    @Override
    public boolean awaitEnds(ToLongFunction<LogPartition> wanted, Deadline deadline) {
        var offsets = new TreeMap<Integer, Long>();
        // All are asked before any is waited for: what comes later is not of this question.
        consumers.keySet().forEach(p -> offsets.put(p, wanted.applyAsLong(name(p))));
        boolean isReached = true;
        for (Map.Entry<Integer, LiveConsumer> each : consumers.entrySet()) {
            isReached &= each.getValue().awaitEnd(offsets.getOrDefault(each.getKey(), 0L), deadline);
        }
        return isReached;
    }

    @Override
    public Map<LogPartition, Long> floors() {
        var floors = new TreeMap<LogPartition, Long>(Comparator.comparing(LogPartition::partition));
        consumers.forEach((p, consumer) -> floors.put(name(p), consumer.rows().floor()));
        return floors;
    }

    @Override
    public List<SpanSource> sources(TenantId tenant, LiveCut cut, Deadline deadline) {
        LivePartition rows = rowsOf(cut, deadline);
        List<SpanSource> sources = rows.sources(tenant, cut.fromOffset(), cut.upTo(), deadline);
        checkFloor(rows, cut);
        return sources;
    }

    @Override
    public long undecodable(TenantId tenant, LiveCut cut) {
        LiveConsumer consumer = consumers.get(cut.partition().partition());
        return consumer == null ? 0 : consumer.rows().undecodable(tenant, cut);
    }

    @Override
    public List<Long> undecodable(LiveCut cut) {
        LiveConsumer consumer = consumers.get(cut.partition().partition());
        return consumer == null ? List.of() : consumer.rows().undecodable(cut);
    }

    @Override
    public Set<TenantId> tenants(LogPartition partition) {
        LiveConsumer consumer = consumers.get(partition.partition());
        return consumer == null ? Set.of() : consumer.rows().tenants();
    }

    @Override
    public List<ByteSlice> trace(TenantId tenant, LiveCut cut, TraceId id, Deadline deadline) {
        LivePartition rows = rowsOf(cut, deadline);
        List<ByteSlice> found = rows.trace(tenant, cut, id);
        checkFloor(rows, cut);
        return found;
    }

    /// Asked after reading: rows that went meanwhile are noticed, not missed.
    private static void checkFloor(LivePartition rows, LiveCut cut) {
        if (rows.floor() > cut.fromOffset()) throw new CutTooOldException(cut, rows.floor());
    }

    private LivePartition rowsOf(LiveCut cut, Deadline deadline) {
        LiveConsumer consumer = consumers.get(cut.partition().partition());
        if (consumer == null || !cut.partition().equals(name(cut.partition().partition()))) {
            throw new RequestException(Fault.UNAVAILABLE, "no live data of " + cut.partition() + " here");
        }
        // In steps, so that a job that nobody waits for any more does not stay until its deadline.
        while (true) {
            Optional<LivePartition> rows = consumer.awaitRows(cut.upTo(), deadline.atMost(clock, CANCEL_STEP));
            if (rows.isPresent()) return rows.get();
            deadline.check("live data of " + cut.partition());
        }
    }

    private LogPartition name(int partition) {
        return new LogPartition(spanLog.identity().value(), partition);
    }

    private long memoryBytes() {
        long bytes = 0;
        for (LiveConsumer consumer : consumers.values())
            bytes += consumer.rows().memoryBytes();
        return bytes;
    }

    @Override
    public void close() {
        consumers.values().forEach(LiveConsumer::stop);
        threads.values().forEach(Thread::interrupt);
        try {
            for (Thread thread : threads.values()) {
                // Whoever takes turns by themselves has started none.
                if (thread.getState() != Thread.State.NEW) thread.join(CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spill.close();
    }
}
