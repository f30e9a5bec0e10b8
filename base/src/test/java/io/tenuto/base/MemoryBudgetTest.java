package io.tenuto.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class MemoryBudgetTest {
    private final Map<String, Double> sums = new ConcurrentHashMap<>();
    private final MemoryBudget budget = new MemoryBudget(1000, new Sums());

    private final class Sums implements Metrics {
        @Override
        public Counter counter(String name, String help, String... labelNames) {
            return (amount, labels) -> sums.merge(name + List.of(labels), amount, Double::sum);
        }

        @Override
        public Gauge gauge(String name, String help, String... labelNames) {
            return (value, labels) -> sums.put(name + List.of(labels), value);
        }

        @Override
        public void gaugeFrom(String name, String help, DoubleSupplier value) {}

        @Override
        public Histogram histogram(String name, String help, double[] bucketBounds, String... labelNames) {
            return (value, labels) -> {};
        }
    }

    @Test
    void searchesAreTurnedAwayFirstThenMetricsThenLookupsAndSpansLast() {
        MemoryLease rest = budget.lease(MemoryUse.CACHE);
        var order = new ArrayList<MemoryUse>();
        for (int held = 0; held < 1000; held++) {
            rest.hold(held);
            for (MemoryUse use : List.of(MemoryUse.INGEST, MemoryUse.LOOKUP, MemoryUse.METRICS, MemoryUse.SEARCH)) {
                try (MemoryLease lease = budget.lease(use)) {
                    if (!lease.tryGrow(2) && !order.contains(use)) order.add(use);
                }
            }
        }
        assertThat(order).containsExactly(MemoryUse.SEARCH, MemoryUse.METRICS, MemoryUse.LOOKUP, MemoryUse.INGEST);
    }

    @Test
    void aRefusalSaysWhatWasWantedAndIsCountedByUseAndReason() {
        budget.lease(MemoryUse.LIVE).hold(900);
        assertThatThrownBy(() -> budget.lease(MemoryUse.SEARCH).grow(50))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.fault()).isEqualTo(Fault.RESOURCE_EXHAUSTED))
                .hasMessage("memory budget exhausted: search needs 50 bytes, 900 of 1000 are in use");
        assertThatThrownBy(() -> budget.lease(MemoryUse.INGEST).grow(101)).isInstanceOf(RequestException.class);
        assertThatThrownBy(() -> budget.lease(MemoryUse.LOOKUP).grow(941)).isInstanceOf(RequestException.class);
        assertThat(sums)
                .containsEntry("tenuto_memory_refusals_total[search, ceiling]", 1.0)
                .containsEntry("tenuto_memory_refusals_total[ingest, full]", 1.0)
                .containsEntry("tenuto_memory_refusals_total[lookup, never_fits]", 1.0)
                .containsEntry("tenuto_memory_used_bytes[live]", 900.0);
    }

    @Test
    void negativeSizesAreRefusedAndLargeOnesDoNotOverflow() {
        MemoryLease lease = budget.lease(MemoryUse.INGEST);
        lease.grow(10);
        assertThatThrownBy(() -> lease.grow(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lease.hold(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(lease.tryGrow(Long.MAX_VALUE)).isFalse();
        assertThat(budget.usedBytes()).isEqualTo(10);
        assertThatThrownBy(() -> new MemoryBudget(0, Metrics.none())).isInstanceOf(IllegalArgumentException.class);
        assertThat(MemoryBudget.boundless().lease(MemoryUse.SEARCH).tryGrow(Long.MAX_VALUE / 2))
                .isTrue();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        for (int i = 0; i < 3; i++) {
            try (MemoryLease lease = budget.lease(MemoryUse.LOOKUP)) {
                lease.resize(900);
                lease.resize(100);
                assertThat(budget.usedBytes(MemoryUse.LOOKUP)).isEqualTo(100);
                lease.close();
            }
            assertThat(budget.usedBytes()).isZero();
        }
    }

    @Test
    void whoMustHoldMoreThanTheCeilingKnowsIt() {
        MemoryLease live = budget.lease(MemoryUse.LIVE);
        live.hold(969);
        assertThat(budget.isTight(MemoryUse.LIVE)).isFalse();
        live.hold(5000);
        assertThat(budget.isTight(MemoryUse.LIVE)).isTrue();
        assertThat(budget.lease(MemoryUse.INGEST).tryGrow(1)).isFalse();
    }

    @Test
    @Timeout(30)
    void aJobWaitsForJobsThatWillEndButNotForLiveRows() throws Exception {
        MemoryLease running = budget.reserve(MemoryUse.SEARCH, 800, Deadline.none());
        var second = CompletableFuture.supplyAsync(() -> budget.reserve(MemoryUse.SEARCH, 200, Deadline.none()));
        while (sums.getOrDefault("tenuto_memory_waits_total[search]", 0.0) == 0) Thread.onSpinWait();
        assertThat(second).isNotDone();
        running.close();
        second.get(10, TimeUnit.SECONDS).close();
        budget.lease(MemoryUse.LIVE).hold(800);
        assertThatThrownBy(() -> budget.reserve(MemoryUse.SEARCH, 200, Deadline.none()))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.fault()).isEqualTo(Fault.RESOURCE_EXHAUSTED));
    }

    @Test
    void waitingEndsWithTheDeadline() {
        budget.reserve(MemoryUse.SEARCH, 800, Deadline.none());
        Deadline soon = Deadline.after(Clock.system(), Duration.ofMillis(20));
        assertThatThrownBy(() -> budget.reserve(MemoryUse.SEARCH, 200, soon))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DEADLINE_EXCEEDED));
    }
}
