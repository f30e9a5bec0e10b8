package io.tenuto.components.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import io.tenuto.objectstore.MemoryObjectStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShortfallTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final LogPartition LANE = new LogPartition("log", 0);
    private static final long SECOND = 1_000_000_000L;

    private final CatalogSnapshot snapshot = snapshot();

    @Test
    void aQuestionAboutTimesBeforeTheLossWasFoundSaysWhatItMayLack() {
        assertThat(Shortfall.of(snapshot, ACME, TimeRange.ALL)).isEqualTo(new Shortfall(false, 7, 3));
        assertThat(Shortfall.of(snapshot, ACME, new TimeRange(0, SECOND))).isEqualTo(new Shortfall(false, 7, 3));
    }

    @Test
    void aQuestionAboutLaterTimesLacksNothing() {
        assertThat(Shortfall.of(snapshot, ACME, new TimeRange(1001 * SECOND, 2000 * SECOND)))
                .isEqualTo(Shortfall.NONE);
    }

    @Test
    void whatIsKeptAsideIsMissingFromItsTenantOnly() {
        assertThat(Shortfall.of(snapshot, OTHER, TimeRange.ALL)).isEqualTo(new Shortfall(false, 7, 0));
    }

    @Test
    void whatTheLogLostCountsOnceHoweverManyTenantsAreAsked() {
        Shortfall both = Shortfall.of(snapshot, ACME, TimeRange.ALL).plus(Shortfall.of(snapshot, OTHER, TimeRange.ALL));
        assertThat(both).isEqualTo(new Shortfall(false, 7, 3));
    }

    @Test
    void theTextNamesOnlyWhatIsMissing() {
        assertThat(Shortfall.NONE.text()).isEmpty();
        assertThat(Shortfall.NONE.message()).isEmpty();
        assertThat(new Shortfall(true, 0, 0).text()).isEqualTo("live-data-behind");
        assertThat(new Shortfall(true, 0, 0).message()).isEmpty();
        assertThat(new Shortfall(true, 7, 3).text()).isEqualTo("lost-records=7, unread-records=3, live-data-behind");
    }

    private static CatalogSnapshot snapshot() {
        var store = new MemoryObjectStore(Clock.system());
        var catalog = new ObjectStoreCatalog(store, Entropy.system(), Clock.system(), Deadline.none());
        var gap = new LogGap(LANE, 0, 7, Instant.ofEpochSecond(1000));
        var kept = new Quarantined("q", ACME, LANE, 7, 12, 3, 900 * SECOND, "undecodable");
        catalog.commit(
                new CatalogChange(List.of(), List.of(), List.of(), List.of(gap), List.of(kept)), Deadline.none());
        return catalog.snapshot();
    }
}
