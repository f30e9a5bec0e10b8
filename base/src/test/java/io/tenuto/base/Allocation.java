package io.tenuto.base;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What a piece of work takes from the heap, for tests that bound it.
public final class Allocation {
    /// What the test itself and a logger may take.
    private static final long SLACK_BYTES = 1 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /// Does the work on the calling thread and fails if it allocated more than `bytesMax` and a constant slack. Work
    /// that takes more is done once more before it fails: the first time classes may have been loaded and
    /// instrumented.
    public static void within(long bytesMax, Runnable work) {
        if (bytesOf(work) <= bytesMax + SLACK_BYTES) return;
        long taken = bytesOf(work);
        if (taken > bytesMax + SLACK_BYTES) {
            throw new AssertionError("allocated " + taken + " bytes, not more than " + bytesMax + " are right");
        }
    }

    private static long bytesOf(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
