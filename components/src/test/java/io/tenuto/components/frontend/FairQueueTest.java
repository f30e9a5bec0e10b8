package io.tenuto.components.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.rpc.QueryJob;
import io.tenuto.components.rpc.QueryLane;
import io.tenuto.components.rpc.SourceOpener;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.components.rpc.TraceFragment;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FairQueueTest {
    private static FairQueue queue(int waiting) {
        return new FairQueue(new FairQueue.Bounds(waiting, 2, 2, 3), Clock.system());
    }

    private static QueryJob<String> job(String tenant) {
        return job(tenant, new QueryLane());
    }

    private static QueryJob<String> job(String tenant, QueryLane lane) {
        return new QueryJob<>(new TenantId(tenant), lane, (opener, deadline) -> "done", Deadline.none());
    }

    @Test
    void theJobsOfAQueryLeaveTurnsToOtherQueriesOfItsTenant() throws InterruptedException {
        var queue = queue(10);
        var large = new QueryLane();
        List<QueryJob<String>> jobs = List.of(job("a", large), job("a", large), job("a", large), job("a"));
        jobs.forEach(queue::put);
        assertThat(queue.take()).isSameAs(jobs.get(0));
        assertThat(queue.take()).isSameAs(jobs.get(3));
        assertThat(queue.take()).isSameAs(jobs.get(1));
        queue.ended(jobs.get(3));
        queue.put(job("b"));
        assertThat(queue.take().tenant()).as("two of a query run, more do not").hasToString("b");
        queue.ended(jobs.get(0));
        assertThat(queue.take()).isSameAs(jobs.get(2));
    }

    @Test
    void aQueryLeavesACoreToOthersWhileThereAreSome() throws InterruptedException {
        var clock = new VirtualClock();
        var queue = new FairQueue(new FairQueue.Bounds(10, 3, 1, 9), clock);
        var large = new QueryLane();
        List<QueryJob<String>> jobs =
                List.of(job("a", large), job("a", large), job("a", large), job("a", large), job("a", large));
        jobs.forEach(queue::put);
        assertThat(queue.take()).isSameAs(jobs.get(0));
        assertThat(queue.take()).as("alone").isSameAs(jobs.get(1));
        QueryJob<String> other = job("b");
        queue.put(other);
        assertThat(queue.take()).as("the large one runs twice").isSameAs(other);
        queue.ended(other);
        queue.ended(jobs.get(0));
        QueryJob<String> another = job("a");
        queue.put(another);
        assertThat(queue.take()).as("one of the large one runs").isSameAs(another);
        queue.ended(another);
        queue.ended(jobs.get(1));
        assertThat(queue.take()).as("none of the large one ran").isSameAs(jobs.get(2));
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.take()).as("the others are past").isSameAs(jobs.get(3));
    }

    @Test
    void aTenantLeavesQueriersToOthers() throws InterruptedException {
        var queue = queue(10);
        for (int i = 0; i < 5; i++) queue.put(job("a"));
        for (int i = 0; i < 3; i++) queue.take();
        QueryJob<String> other = job("b");
        queue.put(other);
        assertThat(queue.take()).as("three of a tenant run, more do not").isSameAs(other);
    }

    @Test
    void tenantsTakeTurns() throws InterruptedException {
        var queue = queue(10);
        for (String tenant : new String[] {"a", "a", "a", "b"}) queue.put(job(tenant));
        var order = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            QueryJob<?> next = queue.take();
            order.append(next.tenant());
            queue.ended(next);
        }
        assertThat(order.toString()).isEqualTo("abaa");
    }

    @Test
    void aJobThatIsTakenOutMakesRoomForAnother() throws InterruptedException {
        var queue = queue(2);
        QueryJob<String> unwanted = job("a");
        QueryJob<String> second = job("a");
        QueryJob<String> third = job("a");
        queue.put(unwanted);
        queue.put(second);
        assertThatThrownBy(() -> queue.put(third))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(Fault.RATE_LIMITED));
        queue.remove(unwanted);
        queue.remove(unwanted);
        queue.put(third);
        assertThat(queue.take()).isSameAs(second);
        assertThat(queue.take()).isSameAs(third);
    }

    @Test
    void aCancelledJobStopsAtItsNextCheck() {
        var job = new QueryJob[1];
        job[0] = new QueryJob<>(
                new TenantId("a"),
                new QueryLane(),
                (opener, deadline) -> {
                    job[0].cancel();
                    deadline.check("scan");
                    return "done";
                },
                Deadline.none());
        job[0].run(new NoSources());
        assertThatThrownBy(() -> job[0].await(1_000_000_000L)).hasCauseInstanceOf(RequestException.class);
    }

    private record NoSources() implements SourceOpener {
        @Override
        public List<SpanSource> open(TenantId tenant, SourceRef ref, Deadline deadline) {
            return List.of();
        }

        @Override
        public List<TraceFragment> trace(TenantId tenant, SourceRef ref, TraceId id, Deadline deadline) {
            return List.of();
        }
    }
}
