package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryLease;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.QueryKind;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lists.TestSpan;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class QueryMemoryTest {
    private static final int BUDGET_BYTES = 100_000;

    private final MemoryBudget memory = new MemoryBudget(BUDGET_BYTES, Metrics.none());
    private final SteppedFrontend frontend = new SteppedFrontend(
            List.of(List.of(TestSpan.of(1, 1, 0)), List.of(TestSpan.of(2, 1, 0)), List.of(TestSpan.of(3, 1, 0))),
            memory);

    @AfterEach
    void close() {
        frontend.close();
    }

    /// Finds `a` in each source, and takes it to be of some size.
    private record Finding(MemoryUse memoryUse, long bytesOfEach) implements QueryKind<String> {
        @Override
        public String name() {
            return "finding";
        }

        @Override
        public TimeRange range() {
            return TimeRange.ALL;
        }

        @Override
        public Sight sight() {
            return Sight.OWN;
        }

        @Override
        public String run(JobInput input, Deadline deadline) {
            return "a".repeat(input.sources().size());
        }

        @Override
        public String empty() {
            return "";
        }

        @Override
        public String merge(String first, String second) {
            return first + second;
        }

        @Override
        public long heldBytes(String merged) {
            return merged.length() * bytesOfEach;
        }
    }

    private String ask(MemoryUse use, long bytesOfEach) {
        var kind = new Finding(use, bytesOfEach);
        return frontend.queries
                .run(TenantId.SINGLE, kind, Deadline.none(), partial -> {})
                .result();
    }

    private void assertRefused(MemoryUse use, long bytesOfEach) {
        assertThatThrownBy(() -> ask(use, bytesOfEach))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        e -> assertThat(Faults.queryStatus(e.fault())).isEqualTo(429))
                .hasMessageStartingWith("memory budget exhausted: ");
    }

    @Test
    void whenMemoryIsShortSearchesAreRefusedWhileLookupsAreAnswered() {
        try (MemoryLease live = memory.lease(MemoryUse.LIVE)) {
            live.hold(BUDGET_BYTES / 100 * 89);
            assertRefused(MemoryUse.SEARCH, 0);
            assertThat(ask(MemoryUse.LOOKUP, 0)).isEqualTo("aaa");
        }
        assertThat(ask(MemoryUse.SEARCH, 0)).isEqualTo("aaa");
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void anAnswerThatOutgrowsTheBudgetIsRefusedAndLeavesNothingTaken() {
        assertThat(ask(MemoryUse.LOOKUP, BUDGET_BYTES / 4)).isEqualTo("aaa");
        assertRefused(MemoryUse.LOOKUP, BUDGET_BYTES / 2);
        assertThat(memory.usedBytes(MemoryUse.ANSWER)).isZero();
        assertThat(Faults.grpcCode(Fault.RESOURCE_EXHAUSTED)).isEqualTo(8);
    }
}
