package io.tenuto.objectstore.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.local.LocalObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same over each store, in time that the test moves.
@Timeout(60)
final class StoreLeaseTest {
    @Nested
    final class InMemory extends Contract {
        @Override
        ObjectStore openStore() {
            return new MemoryObjectStore(time.watch());
        }
    }

    @Nested
    final class OnDisk extends Contract {
        @Override
        ObjectStore openStore() {
            return new LocalObjectStore(Path.of("/store"), new SimulatedDisk(1), Entropy.seeded(1));
        }
    }

    abstract static class Contract {
        private static final Duration LONG = Duration.ofSeconds(30);

        final LeaseTime time = new LeaseTime();
        private final ObjectStore store = openStore();
        private int incarnations;

        abstract ObjectStore openStore();

        private StoreLease lease(String identity) {
            var holder = new LeaseHolder(identity, "incarnation-" + ++incarnations, "process of " + identity);
            return new StoreLease(store, holder, LONG, time.watch());
        }

        private StoreLease acquired(String identity) {
            StoreLease lease = lease(identity);
            lease.acquire(Deadline.none());
            return lease;
        }

        @Test
        void aSecondLogIsRefusedNamingTheHolderWhileThatLives() {
            StoreLease first = acquired("one");
            var watch = time.watch();
            // While the second waits, the first does what is due.
            watch.whileAsleep = first::turn;
            var second = new StoreLease(store, new LeaseHolder("two", "other", "process of two"), LONG, watch);
            assertThatThrownBy(() -> second.acquire(Deadline.none()))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining("process of one");
            assertThat(first.holds()).isTrue();
            assertThat(second.holds()).isFalse();
        }

        @Test
        void aSilentHolderIsSucceededAfterItsLeaseHasRunOut() {
            StoreLease first = acquired("one");
            StoreLease second = lease("two");
            second.acquire(Deadline.none());
            assertThat(second.holds()).isTrue();
            assertThat(first.holds()).isFalse();
            assertThatThrownBy(() -> {
                        first.turn();
                        first.turn();
                    })
                    .isInstanceOf(LeaseLostException.class);
            assertThat(first.isLost()).isTrue();
            assertThat(second.holds()).isTrue();
        }

        @Test
        void aHolderThatWasSilentMayGoOnIfNobodyCame() {
            StoreLease first = acquired("one");
            time.advance(LONG.multipliedBy(10));
            assertThat(first.holds()).isFalse();
            assertThat(first.isLost()).isFalse();
            first.turn();
            assertThat(first.holds()).isTrue();
        }

        @Test
        void aLeaseThatWasGivenBackIsFreeAtOnce() {
            acquired("one").close();
            long before = time.watch().monotonicNanos();
            assertThat(acquired("two").holds()).isTrue();
            assertThat(time.watch().monotonicNanos()).isEqualTo(before);
        }

        @Test
        void aLogSucceedsItselfAtOnce() {
            StoreLease killed = acquired("one");
            long before = time.watch().monotonicNanos();
            assertThat(acquired("one").holds()).isTrue();
            assertThat(time.watch().monotonicNanos()).isEqualTo(before);
            time.advance(LONG);
            assertThatThrownBy(() -> {
                        killed.turn();
                        killed.turn();
                    })
                    .isInstanceOf(LeaseLostException.class);
        }

        @Test
        void renewalsLeaveFewObjects() {
            StoreLease lease = acquired("one");
            for (int i = 0; i < 100; i++) {
                time.advance(lease.turn());
                assertThat(lease.holds()).isTrue();
            }
            assertThat(store.list(StoreLease.FOLDER, "", 1000, Deadline.none())).hasSizeLessThan(6);
        }

        @Test
        void jumpsOfTheWallClockChangeNothing() {
            var jumps =
                    List.of(Duration.ofHours(1), Duration.ofHours(-2), Duration.ofDays(3653), Duration.ofDays(-7306));
            var watch = time.watch();
            var first = new StoreLease(store, new LeaseHolder("one", "a", "one"), LONG, watch);
            first.acquire(Deadline.none());
            var told = new ArrayList<Boolean>();
            for (Duration jump : jumps) {
                watch.jump(jump);
                told.add(first.holds());
                // Nothing is due, and a newcomer does not think that anything ran out.
                assertThat(first.turn()).isPositive();
                var other = new StoreLease(store, new LeaseHolder("two", "b", "two"), LONG, watch);
                other.turn();
                assertThat(other.turn()).isPositive();
                assertThat(other.holds()).isFalse();
            }
            assertThat(told).containsOnly(true);
            time.advance(LONG);
            assertThat(first.holds()).isFalse();
        }

        @Test
        void aDamagedLeaseIsNotBelieved() {
            acquired("one");
            var key = new ObjectKey(StoreLease.FOLDER + "%020d".formatted(1));
            byte[] bytes = store.read(key, Deadline.none()).toByteArray();
            bytes[12] ^= 1;
            store.put(key, ByteSlice.of(bytes), Deadline.none());
            assertThatThrownBy(() -> lease("two").acquire(Deadline.none())).isInstanceOf(CorruptDataException.class);
        }
    }
}
