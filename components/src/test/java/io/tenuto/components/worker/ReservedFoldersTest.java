package io.tenuto.components.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CoverageMove;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.lease.LeaseHolder;
import io.tenuto.objectstore.lease.StoreLease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tenants' folders stand beside those of the catalog and the lease: no tenant can be called like one of them.
final class ReservedFoldersTest {
    private static final int COMMITS = 300;

    @Test
    void whatThePartsWriteForThemselvesIsNoTenants() {
        var store = new MemoryObjectStore(Clock.system());
        var lease = new StoreLease(
                store, new LeaseHolder("log", "one", "process one"), Duration.ofMinutes(1), Clock.system());
        lease.acquire(Deadline.none());
        var catalog = new ObjectStoreCatalog(store, Entropy.seeded(1), Clock.system(), Deadline.none());
        var partition = new LogPartition("log", 0);
        for (int i = 0; i < COMMITS; i++) {
            var move = new CoverageMove(partition, i, i + 1);
            catalog.commit(
                    new CatalogChange(List.of(), List.of(), List.of(move), List.of(), List.of()), Deadline.none());
        }
        List<String> folders = store.list("", "", 10_000, Deadline.none()).stream()
                .map(facts -> facts.key().value().split("/")[0])
                .distinct()
                .toList();
        assertThat(folders).contains("_catalog", "_catalog_checkpoints", "_lease");
        for (String folder : folders) {
            assertThat(TenantId.isReserved(folder)).as(folder).isTrue();
            assertThatThrownBy(() -> new TenantId(folder)).hasMessage("tenant ID '" + folder + "' is reserved");
        }
        assertThat(new TenantId("_mine").value()).isEqualTo("_mine");
    }
}
