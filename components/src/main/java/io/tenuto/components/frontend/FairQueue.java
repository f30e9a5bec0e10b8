package io.tenuto.components.frontend;

import io.tenuto.base.BugException;
import io.tenuto.base.Check;
import io.tenuto.base.Clock;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.rpc.JobQueue;
import io.tenuto.components.rpc.QueryJob;
import io.tenuto.components.rpc.QueryLane;
import io.tenuto.model.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Jobs waiting for a querier: tenants in turn, the queries of a tenant in turn, the jobs of a query in order. How many
/// wait is bounded per tenant; how many run, per query and per tenant. So a query of a thousand jobs, or of a few that
/// take long, leaves queriers to others, those of its own tenant included; while there are others, it leaves
/// them a core, too. Thread safe.
public final class FairQueue implements JobQueue {
    /// Known to clients, which come again later.
    private static final String QUEUE_FULL = "job queue full";

    private final Bounds bounds;
    private final ReentrantLock lock = new ReentrantLock();
    /// Signalled when a job comes or one ends.
    private final Condition moved = lock.newCondition();
    /// Tenants with jobs that wait or run, the next in turn first; guarded by the lock, and so is what it holds.
    private final Map<TenantId, Jobs> tenants = new LinkedHashMap<>();
    /// Guarded by the lock.
    private final RecentLanes recent;

    /// @param waitingPerTenant jobs of one tenant that wait
    /// @param runningPerQuery jobs of one query that run at once while it is the only one
    /// @param runningBesideOthers the same while there are others, or were within the last second: more would only
    /// take the cores from those
    /// @param runningPerTenant jobs of one tenant that run at once
    public record Bounds(int waitingPerTenant, int runningPerQuery, int runningBesideOthers, int runningPerTenant) {
        public Bounds {
            Check.argument(
                    waitingPerTenant > 0, "max_outstanding_per_tenant must be positive, not %s", waitingPerTenant);
            Check.argument(
                    runningPerQuery > 0 && runningPerQuery <= runningPerTenant,
                    "jobs at once: %s of a query, %s of a tenant",
                    runningPerQuery,
                    runningPerTenant);
            Check.argument(
                    runningBesideOthers > 0 && runningBesideOthers <= runningPerQuery,
                    "jobs of a query at once: %s beside others, else %s",
                    runningBesideOthers,
                    runningPerQuery);
        }
    }

    /// One tenant's.
    private static final class Jobs {
        /// Queries with jobs that wait or run, the next in turn first.
        private final Map<QueryLane, Lane> lanes = new LinkedHashMap<>();

        private int waiting;
        private int running;
    }

    /// One query's.
    private static final class Lane {
        private final Deque<QueryJob<?>> waiting = new ArrayDeque<>();
        private int running;

        boolean isEmpty() {
            return waiting.isEmpty() && running == 0;
        }
    }

    public FairQueue(Bounds bounds, Clock clock) {
        this.bounds = bounds;
        this.recent = new RecentLanes(clock);
    }

    /// Adds a job or refuses it with [Fault#RATE_LIMITED] when the tenant has too many waiting.
    void put(QueryJob<?> job) {
        if (!offer(job)) throw new RequestException(Fault.RATE_LIMITED, QUEUE_FULL);
    }

    /// Adds a job; false when the tenant has too many waiting.
    boolean offer(QueryJob<?> job) {
        lock.lock();
        try {
            Jobs jobs = tenants.computeIfAbsent(job.tenant(), tenant -> new Jobs());
            if (jobs.waiting >= bounds.waitingPerTenant()) return false;
            jobs.lanes.computeIfAbsent(job.lane(), lane -> new Lane()).waiting.addLast(job);
            jobs.waiting++;
            recent.came(job.lane());
            moved.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes out a job that nobody waits for any more, if it is still here: it must not keep others from being queued.
    void remove(QueryJob<?> job) {
        lock.lock();
        try {
            Jobs jobs = tenants.get(job.tenant());
            Lane lane = jobs == null ? null : jobs.lanes.get(job.lane());
            if (jobs == null || lane == null || !lane.waiting.remove(job)) return;
            jobs.waiting--;
            forgetIfEmpty(job, jobs, lane);
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfEmpty(QueryJob<?> job, Jobs jobs, Lane lane) {
        if (lane.isEmpty()) jobs.lanes.remove(job.lane());
        if (jobs.lanes.isEmpty()) tenants.remove(job.tenant());
    }

    @Override
    public QueryJob<?> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<QueryJob<?>> next = next();
                if (next.isPresent()) return next.get();
                moved.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<QueryJob<?>> next() {
        for (Map.Entry<TenantId, Jobs> tenant : tenants.entrySet()) {
            Jobs jobs = tenant.getValue();
            if (jobs.waiting == 0 || jobs.running >= bounds.runningPerTenant()) continue;
            Optional<QueryJob<?>> next = next(jobs);
            if (next.isEmpty()) continue;
            tenants.remove(tenant.getKey());
            tenants.put(tenant.getKey(), jobs);
            return next;
        }
        return Optional.empty();
    }

    private Optional<QueryJob<?>> next(Jobs jobs) {
        for (Iterator<Map.Entry<QueryLane, Lane>> all = jobs.lanes.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<QueryLane, Lane> each = all.next();
            Lane lane = each.getValue();
            if (lane.waiting.isEmpty() || lane.running >= runningMax(each.getKey())) continue;
            all.remove();
            jobs.lanes.put(each.getKey(), lane);
            lane.running++;
            jobs.running++;
            jobs.waiting--;
            return Optional.of(lane.waiting.removeFirst());
        }
        return Optional.empty();
    }

    /// One at least: so a query that waits for others to be past looks again whenever a job of its own ends.
    private int runningMax(QueryLane lane) {
        return recent.isAlone(lane) ? bounds.runningPerQuery() : bounds.runningBesideOthers();
    }

    @Override
    public void ended(QueryJob<?> job) {
        lock.lock();
        try {
            Jobs jobs = tenants.get(job.tenant());
            Lane lane = jobs == null ? null : jobs.lanes.get(job.lane());
            if (jobs == null || lane == null || lane.running == 0)
                throw new BugException("a job ended that did not run");
            lane.running--;
            jobs.running--;
            forgetIfEmpty(job, jobs, lane);
            // What waited for this one to end, and what has waited before for a querier.
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
