package io.tenuto.blocks.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ObjectStoreCatalogTest {
    private static final Deadline NONE = Deadline.none();
    private static final LogPartition P = new LogPartition("log-1", 0);

    private final ObjectStore store = new MemoryObjectStore(Clock.system());

    private ObjectStoreCatalog open(long seed) {
        return new ObjectStoreCatalog(store, Entropy.seeded(seed), Clock.system(), NONE);
    }

    @Test
    void aCommitIsSeenByOthersAndAfterARestart() {
        ObjectStoreCatalog first = open(1);
        ObjectStoreCatalog second = open(2);
        assertThat(first.commit(change(List.of(meta("b1")), List.of(), 0, 10), NONE))
                .isEqualTo(new CommitOutcome.Committed(1));
        assertThat(second.snapshot().number()).isZero();
        assertThat(second.refresh(NONE).blocksById()).containsKey("b1");
        assertThat(second.snapshot().coverage(P)).isEqualTo(10);
        assertThat(open(3).snapshot().blocks(TenantId.SINGLE)).containsExactly(meta("b1"));
    }

    @Test
    void coverageMovesOnlyFromWhereItStands() {
        ObjectStoreCatalog catalog = open(1);
        catalog.commit(change(List.of(meta("b1")), List.of(), 0, 10), NONE);
        ObjectStoreCatalog zombie = open(2);
        catalog.commit(change(List.of(meta("b2")), List.of(), 10, 20), NONE);
        assertThat(zombie.commit(change(List.of(meta("b3")), List.of(), 10, 15), NONE))
                .isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(zombie.snapshot().blocksById()).containsOnlyKeys("b1", "b2");
    }

    @Test
    void aBlockIsRemovedOnce() {
        ObjectStoreCatalog catalog = open(1);
        catalog.commit(change(List.of(meta("b1")), List.of(), 0, 1), NONE);
        assertThat(catalog.commit(change(List.of(meta("b2")), List.of("b1"), 1, 1), NONE))
                .isInstanceOf(CommitOutcome.Committed.class);
        assertThat(catalog.commit(change(List.of(meta("b3")), List.of("b1"), 1, 1), NONE))
                .isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(catalog.snapshot().blocksById()).containsOnlyKeys("b2");
    }

    @Test
    void ofRacingMovesOfOneCoverageExactlyOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            long from = round;
            var winners = new AtomicInteger();
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 4; t++) {
                ObjectStoreCatalog catalog = open(round * 10L + t);
                String id = "b" + round + "-" + t;
                threads.add(Thread.ofVirtual().start(() -> {
                    var outcome = catalog.commit(change(List.of(meta(id)), List.of(), from, from + 1), NONE);
                    if (outcome instanceof CommitOutcome.Committed) winners.incrementAndGet();
                }));
            }
            for (Thread thread : threads) thread.join();
            assertThat(winners).hasValue(1);
        }
    }

    @Test
    void checkpointsShortenTheReplayAndKeepTheState() {
        ObjectStoreCatalog catalog = open(1);
        for (int i = 0; i < 250; i++) catalog.commit(change(List.of(meta("b" + i)), List.of(), i, i + 1), NONE);
        // Without the first commits only a checkpoint can tell what they did.
        for (int n = 1; n <= 200; n++) store.delete(new ObjectKey("_catalog/%020d".formatted(n)), NONE);
        CatalogSnapshot restored = open(2).snapshot();
        assertThat(restored.number()).isEqualTo(250);
        assertThat(restored.blocksById()).hasSize(250);
        assertThat(restored.coverage(P)).isEqualTo(250);
    }

    @Test
    void gapsAreKept() {
        ObjectStoreCatalog catalog = open(1);
        var gap = new LogGap(P, 0, 7, Instant.ofEpochSecond(1_700_000_000));
        catalog.commit(new CatalogChange(List.of(), List.of(), List.of(new CoverageMove(P, 0, 7)), List.of(gap)), NONE);
        assertThat(open(2).snapshot().gaps()).containsExactly(gap);
    }

    @Test
    void whatWasKeptAsideIsNamedByCommitsAndCheckpoints() {
        ObjectStoreCatalog catalog = open(1);
        var kept = new Quarantined("q1", TenantId.SINGLE, P, 0, 7, 3, 1_700_000_000_000_000_000L, "undecodable: why");
        catalog.commit(
                new CatalogChange(List.of(), List.of(), List.of(new CoverageMove(P, 0, 7)), List.of(), List.of(kept)),
                NONE);
        assertThat(open(2).snapshot().quarantined()).containsExactly(kept);
        for (int i = 7; i < 120; i++) catalog.commit(change(List.of(), List.of(), i, i + 1), NONE);
        for (int n = 1; n <= 100; n++) store.delete(new ObjectKey("_catalog/%020d".formatted(n)), NONE);
        assertThat(open(3).snapshot().quarantined()).containsExactly(kept);
    }

    @Test
    void aDamagedCommitIsFoundBeforeItIsBelieved() {
        ObjectStoreCatalog catalog = open(1);
        catalog.commit(change(List.of(meta("b1")), List.of(), 0, 1), NONE);
        var key = new ObjectKey("_catalog/%020d".formatted(1));
        byte[] bytes = store.read(key, NONE).toByteArray();
        bytes[20] ^= 4;
        store.put(key, ByteSlice.of(bytes), NONE);
        assertThatThrownBy(() -> open(2)).isInstanceOf(CorruptDataException.class);
    }

    private static CatalogChange change(List<BlockMeta> added, List<String> removed, long from, long to) {
        return new CatalogChange(added, removed, List.of(new CoverageMove(P, from, to)), List.of());
    }

    private static BlockMeta meta(String id) {
        return new BlockMeta(id, TenantId.SINGLE, "tenuto1", 0, 10, 2, -5, 100, 50, 1, 2, 0, 1234, "{}");
    }
}
