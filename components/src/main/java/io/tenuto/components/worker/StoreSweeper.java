package io.tenuto.components.worker;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Metrics;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectFacts;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes the objects of blocks that no snapshot in use can name: those that commits removed some time ago, and those
/// that nobody ever committed. [#sweep] is one turn, by one thread at a time.
public final class StoreSweeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoreSweeper.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final Catalog catalog;
    private final Clock clock;
    private final Duration pause;
    private final SweepPlan plan;
    private final Metrics.Counter deleted;
    private final Metrics.Counter failures;
    private final Thread thread;
    private volatile boolean stopped;

    /// What is swept, by whose word.
    public record Parts(ObjectStore store, Catalog catalog) {}

    public StoreSweeper(StoreSweeperConfig config, Parts parts, Clock clock, Metrics metrics) {
        this.store = parts.store();
        this.catalog = parts.catalog();
        this.clock = clock;
        this.pause = config.pause();
        this.plan = new SweepPlan(config.removedGrace(), config.orphanGrace());
        this.deleted = metrics.counter(
                "tenuto_store_sweeper_deleted_blocks_total", "Blocks whose objects were deleted.", "reason");
        this.failures = metrics.counter("tenuto_store_sweeper_failures_total", "Turns that the store failed.");
        this.thread = Thread.ofVirtual().name("worker/store-sweeper").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                clock.sleep(pause);
                try {
                    sweep();
                } catch (ObjectStoreException e) {
                    // The next turn finds what this one left.
                    failures.increment();
                    log.warn("store not swept; cause={}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lists, then reads the catalog, then deletes: a block committed in between is seen live.
    public void sweep() {
        Deadline deadline = Deadline.after(clock, PATIENCE);
        Map<String, List<ObjectKey>> stored = blocks(deadline);
        CatalogSnapshot snapshot = catalog.refresh(deadline);
        var live = new HashSet<>(snapshot.blocksById().keySet());
        for (Quarantined kept : snapshot.quarantined()) live.add(kept.id());
        for (SweepPlan.Gone gone : plan.step(clock.monotonicNanos(), stored.keySet(), live)) {
            for (ObjectKey key : stored.getOrDefault(gone.blockId(), List.of())) store.delete(key, deadline);
            deleted.increment(gone.reason().name().toLowerCase(Locale.ROOT));
            log.info("block deleted; block={} why={}", gone.blockId(), gone.reason());
        }
    }

    /// Objects by the block that they belong to: those of `<tenant>/<block>/<name>`. Folders that are no
    /// tenant's hold none.
    private Map<String, List<ObjectKey>> blocks(Deadline deadline) {
        var blocks = new HashMap<String, List<ObjectKey>>();
        String last = "";
        while (true) {
            List<ObjectFacts> page = store.list("", last, PAGE, deadline);
            if (page.isEmpty()) return blocks;
            for (ObjectFacts facts : page) {
                String[] parts = facts.key().value().split("/");
                boolean isBlock = parts.length >= 3 && !TenantId.isReserved(parts[0]);
                if (isBlock)
                    blocks.computeIfAbsent(parts[1], id -> new ArrayList<>()).add(facts.key());
            }
            last = page.getLast().key().value();
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            if (thread.isAlive()) thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
