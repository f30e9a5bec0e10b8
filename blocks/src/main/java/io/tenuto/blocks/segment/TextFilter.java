package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.parquet.MembershipFilter;
import io.tenuto.traceql.source.Dictionary;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Tells which texts a growing table surely lacks, without comparing each: 10 bits for each of its values, made when
/// asked for the second time. Safe for many threads.
///
/// One filter serves all views of the table: what it holds beyond a view makes it say "perhaps" at worst. Values that
/// came after it was made are compared one by one until they are too many.
final class TextFilter {
    /// So many values are compared sooner than a filter is made.
    static final int COMPARED_MAX = 1024;

    /// The filter is made anew when more than this part of its values came since.
    private static final int GROWTH_PART = 4;

    private static final Known NOTHING = new Known(0, MembershipFilter.sized(0));
    /// Denies nothing.
    static final TextFilter NONE = new TextFilter(new AtomicLong(), true);

    private final AtomicLong learnedBytes;
    private final boolean deniesNothing;
    private final AtomicBoolean isLearning = new AtomicBoolean();
    private volatile boolean wasAsked;
    private volatile Known known = NOTHING;

    /// A filter over the first `count` values.
    private record Known(int count, MembershipFilter filter) {
        long bytes() {
            return count == 0 ? 0 : filter.bits().length();
        }
    }

    /// @param learnedBytes takes the bytes that asking makes
    TextFilter(AtomicLong learnedBytes) {
        this(learnedBytes, false);
    }

    private TextFilter(AtomicLong learnedBytes, boolean deniesNothing) {
        this.learnedBytes = learnedBytes;
        this.deniesNothing = deniesNothing;
    }

    /// Whether one of `wanted` may be among `values`, a view of the table; true while finding out would take long.
    boolean mayHold(Dictionary values, List<ByteSlice> wanted) {
        if (deniesNothing) return true;
        Known now = known;
        if (isBehind(now, values.size())) {
            // Rows that go at once, as those that are decoded for one query, are not worth it.
            if (wasAsked) learn(values);
            wasAsked = true;
            now = known;
            if (isBehind(now, values.size())) return true;
        }
        for (ByteSlice text : wanted) if (now.filter().mayContain(text)) return true;
        return TextSearch.anyEquals(values, now.count(), wanted);
    }

    private static boolean isBehind(Known known, int size) {
        return size - known.count() > Math.max(COMPARED_MAX, known.count() / GROWTH_PART);
    }

    /// Makes a filter over all of `values`, unless somebody else is making one.
    private void learn(Dictionary values) {
        if (!isLearning.compareAndSet(false, true)) return;
        try {
            Known before = known;
            if (!isBehind(before, values.size())) return;
            var next = new Known(values.size(), of(values));
            known = next;
            learnedBytes.addAndGet(next.bytes() - before.bytes());
        } finally {
            isLearning.set(false);
        }
    }

    /// A filter over all of `values`.
    static MembershipFilter of(Dictionary values) {
        MembershipFilter filter = MembershipFilter.sized(values.size());
        for (int id = 0; id < values.size(); id++) filter.add(values.heap(), values.start(id), values.length(id));
        return filter;
    }
}
