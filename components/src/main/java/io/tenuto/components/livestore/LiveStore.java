package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Consumes every partition from the coverage on and answers for what it has.
///
/// One thread per partition writes; readers come on any thread. After a restart it reads the log again from the
/// catalog's coverage; nothing here needs to survive.
public final class LiveStore implements LiveReader, AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration WAIT_STEP = Duration.ofMillis(2);

    private final SpanLog spanLog;
    private final Clock clock;
    private final Map<Integer, LiveConsumer> consumers = new TreeMap<>();
    private final Map<Integer, Thread> threads = new ConcurrentHashMap<>();

    /// What the live store stands on.
    public record Parts(SpanLog spanLog, Catalog catalog, TenantNaming tenants, MemoryBudget memory) {}

    public LiveStore(LiveStoreConfig config, Parts parts, Clock clock, Metrics metrics, Consumer<Throwable> onFatal) {
        this.spanLog = parts.spanLog();
        this.clock = clock;
        var counters = new LiveStoreMetrics(metrics, this::memoryBytes);
        for (int p = 0; p < spanLog.partitionCount(); p++) {
            var consumer = new LiveConsumer(p, config, parts, clock, counters, this::memoryBytes);
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
        return awaitEnd(consumer, cut, deadline);
    }

    /// The rows once they reach the cut's end; asked for anew each time, since a restart makes others of them.
    private LivePartition awaitEnd(LiveConsumer consumer, LiveCut cut, Deadline deadline) {
        try {
            LivePartition rows = consumer.rows();
            while (rows.end() < cut.upTo()) {
                deadline.check("live data of " + cut.partition());
                clock.sleep(WAIT_STEP);
                rows = consumer.rows();
            }
            return rows;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(Fault.CANCELLED, "live data: cancelled", e);
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
            for (Thread thread : threads.values()) thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
