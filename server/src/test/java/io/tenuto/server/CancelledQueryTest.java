package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.QueryKind;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lists.TestSpan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CancelledQueryTest {
    /// Works until it is stopped, and says how.
    private record Endless(CountDownLatch begun, CompletableFuture<Fault> stopped) implements QueryKind<String> {
        @Override
        public String name() {
            return "endless";
        }

        @Override
        public MemoryUse memoryUse() {
            return MemoryUse.SEARCH;
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
            begun.countDown();
            while (true) {
                try {
                    deadline.check("endless");
                } catch (RequestException e) {
                    stopped.complete(e.fault());
                    throw e;
                }
            }
        }

        @Override
        public String empty() {
            return "";
        }

        @Override
        public String merge(String first, String second) {
            return first + second;
        }
    }

    @Test
    void theJobThatRunsStopsWhenNobodyWaitsForTheAnswer() throws Exception {
        try (var frontend =
                new SteppedFrontend(List.of(List.of(TestSpan.of(1, 1, 0)), List.of(TestSpan.of(2, 1, 0))))) {
            var kind = new Endless(new CountDownLatch(1), new CompletableFuture<>());
            var refused = new CompletableFuture<Fault>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    frontend.queries.run(TenantId.SINGLE, kind, Deadline.none(), partial -> {});
                } catch (RequestException e) {
                    refused.complete(e.fault());
                }
            });
            kind.begun().await();
            caller.interrupt();
            assertThat(refused.get(10, TimeUnit.SECONDS)).isEqualTo(Fault.CANCELLED);
            assertThat(kind.stopped().get(10, TimeUnit.SECONDS)).isEqualTo(Fault.CANCELLED);
        }
    }
}
