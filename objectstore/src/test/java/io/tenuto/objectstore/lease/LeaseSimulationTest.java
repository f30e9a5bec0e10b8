package io.tenuto.objectstore.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Deadline;
import io.tenuto.objectstore.MemoryObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Contenders on one slow store, each by its own clock of slightly wrong speed and with wall clocks that jump, in
/// virtual time. At no moment do two of them hold the lease, and when all is calm one of them does.
/// `-Dtenuto.seeds` for more lives, `-Dtenuto.seed` for one.
final class LeaseSimulationTest {
    private static final int EVENTS = 400;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<Duration> JUMPS =
            List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(3653), Duration.ofDays(-3653));

    @Test
    @Timeout(120)
    void noTwoEverHoldTheLease() {
        int seeds = Integer.getInteger("tenuto.seeds", 300);
        long only = Long.getLong("tenuto.seed", -1);
        long taken = 0;
        long lost = 0;
        for (long seed = only < 0 ? 0 : only; seed < (only < 0 ? seeds : only + 1); seed++) {
            var life = new Life(seed);
            try {
                life.live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
            taken += life.taken;
            lost += life.lost;
        }
        System.out.printf("%d seeds, the lease was taken %d times and lost %d times%n", seeds, taken, lost);
        if (only < 0)
            assertThat(Math.min(taken, lost)).as("leases taken and lost").isGreaterThan(seeds / 2);
    }

    private static final class Life {
        private final Random random;
        private final LeaseTime time = new LeaseTime();
        private final SlowStore store;
        private final List<Contender> contenders = new ArrayList<>();
        private int depth;
        private int incarnations;
        int taken;
        int lost;

        Life(long seed) {
            random = new Random(seed);
            store = new SlowStore(new MemoryObjectStore(time.watch()), random, time);
            int count = 2 + random.nextInt(2);
            for (int i = 0; i < count; i++) contenders.add(new Contender("log-" + i));
            store.meanwhile = this::meanwhile;
        }

        /// One process after another on a path of its own.
        private final class Contender {
            private final String identity;
            private final LeaseTime.Watch watch;
            private StoreLease lease;
            private boolean isBusy;
            private boolean held;

            Contender(String identity) {
                this.identity = identity;
                this.watch = time.new Watch(0.95 + random.nextDouble() / 10, random.nextLong() >> 2);
                this.lease = fresh();
            }

            private StoreLease fresh() {
                held = false;
                return new StoreLease(
                        store, new LeaseHolder(identity, "p" + ++incarnations, "process of " + identity), LONG, watch);
            }

            private void turn() {
                if (isBusy) return;
                isBusy = true;
                try {
                    lease.turn();
                    if (!held && lease.holds()) {
                        held = true;
                        taken++;
                    }
                } catch (LeaseHeldException e) {
                    lease = fresh();
                } catch (LeaseLostException e) {
                    lost++;
                    lease = fresh();
                } finally {
                    isBusy = false;
                }
            }

            private void end() {
                if (isBusy) return;
                isBusy = true;
                // Half of them are killed, and nobody gives anything back.
                if (random.nextBoolean()) lease.close();
                lease = fresh();
                isBusy = false;
            }
        }

        private Contender any() {
            return contenders.get(random.nextInt(contenders.size()));
        }

        private void event() {
            switch (random.nextInt(40)) {
                case 0 -> time.advance(Duration.ofSeconds(random.nextInt(60)));
                case 1 -> any().end();
                case 2, 3 -> store.land();
                case 4 -> any().watch.jump(JUMPS.get(random.nextInt(JUMPS.size())));
                case 5, 6, 7, 8, 9, 10, 11, 12 -> time.advance(Duration.ofMillis(random.nextInt(3000)));
                default -> any().turn();
            }
            check();
        }

        private void meanwhile() {
            if (depth >= 2) return;
            depth++;
            event();
            depth--;
        }

        private void check() {
            List<String> holders = contenders.stream()
                    .filter(one -> one.lease.holds())
                    .map(one -> one.identity)
                    .toList();
            if (holders.size() > 1) throw new AssertionError("held by " + holders);
        }

        void live() {
            for (int i = 0; i < EVENTS; i++) event();
            store.isCalm = true;
            Contender last = contenders.getFirst();
            last.lease = last.fresh();
            // The others have gone without a word.
            contenders.removeIf(one -> one != last);
            last.lease.acquire(Deadline.after(last.watch, LONG.multipliedBy(2)));
            check();
            if (!last.lease.holds()) throw new AssertionError("nobody holds the lease though all is calm");
        }
    }
}
