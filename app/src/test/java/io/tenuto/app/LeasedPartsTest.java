package io.tenuto.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CommitOutcome;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.objectstore.lease.LeaseHolder;
import io.tenuto.objectstore.lease.LeaseLostException;
import io.tenuto.objectstore.lease.StoreLease;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.MemorySpanLog;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LeasedPartsTest {
    private static final CatalogChange NOTHING = new CatalogChange(List.of(), List.of(), List.of(), List.of());
    private static final Duration SHORT = Duration.ofMillis(600);

    private final MemoryObjectStore store = new MemoryObjectStore(Clock.system());
    private final SpanLog log = new MemorySpanLog(new LogIdentity("one"), 1);
    private final Catalog catalog = new ObjectStoreCatalog(store, Entropy.system(), Clock.system(), Deadline.none());

    private StoreLease acquired(String identity, String incarnation) {
        var lease = new StoreLease(store, new LeaseHolder(identity, incarnation, identity), SHORT, Clock.system());
        lease.acquire(Deadline.none());
        return lease;
    }

    @Test
    void whoeverHasLostTheLeaseNeitherAppendsNorCommits() {
        var ended = new AtomicReference<Throwable>();
        StoreLease lease = acquired("one", "first");
        var leasedLog = new LeasedSpanLog(log, lease);
        var leasedCatalog = new LeasedCatalog(catalog, lease);
        leasedLog.append(List.of(record()), Deadline.none());
        assertThat(leasedCatalog.commit(NOTHING, Deadline.none())).isInstanceOf(CommitOutcome.Committed.class);

        StoreLease successor = acquired("one", "second");
        lease.start(ended::set);
        await().until(() -> ended.get() != null);
        assertThat(ended.get()).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> leasedLog.append(List.of(record()), Deadline.none()))
                .isInstanceOf(SpanLogException.class)
                .hasMessageContaining("taken");
        assertThatThrownBy(() -> leasedCatalog.commit(NOTHING, Deadline.none()))
                .isInstanceOf(ObjectStoreException.class);
        assertThat(log.endOffset(0)).isEqualTo(1);
        lease.close();
        successor.close();
    }

    @Test
    void whoeverCannotRenewAppendsButDoesNotCommit() {
        StoreLease lease = acquired("one", "first");
        await().until(() -> !lease.holds());
        new LeasedSpanLog(log, lease).append(List.of(record()), Deadline.none());
        assertThatThrownBy(() -> new LeasedCatalog(catalog, lease).commit(NOTHING, Deadline.none()))
                .isInstanceOf(ObjectStoreException.class);
        lease.start(failure -> {});
        await().until(lease::holds);
        assertThat(new LeasedCatalog(catalog, lease).commit(NOTHING, Deadline.none()))
                .isInstanceOf(CommitOutcome.Committed.class);
        lease.close();
    }

    private static LogRecord record() {
        return new LogRecord(0, Optional.empty(), 1, false, ByteSlice.utf8("x"));
    }
}
