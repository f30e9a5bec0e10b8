package io.tenuto.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Calls that run at the same time and end together: the first failure cancels the rest, the deadline covers all.
///
/// Used by one thread: fork, join once, close. Each child is a virtual thread named after the group.
public final class TaskGroup<T> implements AutoCloseable {
    private final String name;
    private final Deadline deadline;
    private final ExecutorService threads;
    private final ExecutorCompletionService<T> completions;
    private final List<Future<T>> children = new ArrayList<>();

    private TaskGroup(String name, Deadline deadline) {
        this.name = name;
        this.deadline = deadline;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "/", 0).factory());
        this.completions = new ExecutorCompletionService<>(threads);
    }

    public static <T> TaskGroup<T> named(String name, Deadline deadline) {
        return new TaskGroup<>(name, deadline);
    }

    public void fork(Callable<T> call) {
        children.add(completions.submit(call));
    }

    /// All results in the order of forking, or the first failure after the others were cancelled.
    ///
    /// @throws RequestException with [Fault#DEADLINE_EXCEEDED] or [Fault#CANCELLED]
    public List<T> join() {
        try {
            for (int ended = 0; ended < children.size(); ended++) {
                Future<T> next = completions.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
                if (next == null) throw new RequestException(Fault.DEADLINE_EXCEEDED, name + ": deadline exceeded");
                next.get();
            }
            var results = new ArrayList<T>(children.size());
            for (Future<T> child : children) results.add(child.resultNow());
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(Fault.CANCELLED, name + ": cancelled", e);
        } catch (ExecutionException | CancellationException e) {
            throw asUnchecked(e.getCause() == null ? e : e.getCause());
        }
    }

    private RuntimeException asUnchecked(Throwable cause) {
        if (cause instanceof Error error) throw error;
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(name, cause);
    }

    /// Cancels what still runs and waits until every child has ended.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
