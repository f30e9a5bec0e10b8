package io.tenuto.components.frontend;

import io.tenuto.base.Check;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.rpc.JobQueue;
import io.tenuto.components.rpc.QueryJob;
import io.tenuto.model.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Jobs waiting for a querier: each tenant in order, tenants in turn, each tenant's number bounded. Thread safe.
public final class FairQueue implements JobQueue {
    private final int perTenantMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    /// Tenants with waiting jobs, the next in turn first; guarded by the lock.
    private final Map<TenantId, Deque<QueryJob<?>>> waiting = new LinkedHashMap<>();

    public FairQueue(int perTenantMax) {
        Check.argument(perTenantMax > 0, "max_outstanding_per_tenant must be positive, not %s", perTenantMax);
        this.perTenantMax = perTenantMax;
    }

    /// Adds a job or refuses it with [Fault#RATE_LIMITED] when the tenant has too many waiting.
    void put(QueryJob<?> job) {
        lock.lock();
        try {
            Deque<QueryJob<?>> jobs = waiting.computeIfAbsent(job.tenant(), tenant -> new ArrayDeque<>());
            if (jobs.size() >= perTenantMax) throw new RequestException(Fault.RATE_LIMITED, "job queue full");
            jobs.addLast(job);
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Takes out a job that nobody waits for any more, if it is still here: it must not keep others from being queued.
    void remove(QueryJob<?> job) {
        lock.lock();
        try {
            Deque<QueryJob<?>> jobs = waiting.get(job.tenant());
            if (jobs == null || !jobs.remove(job)) return;
            if (jobs.isEmpty()) waiting.remove(job.tenant());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public QueryJob<?> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) notEmpty.await();
            var first = waiting.entrySet().iterator().next();
            waiting.remove(first.getKey());
            QueryJob<?> job = first.getValue().removeFirst();
            if (!first.getValue().isEmpty()) waiting.put(first.getKey(), first.getValue());
            return job;
        } finally {
            lock.unlock();
        }
    }
}
