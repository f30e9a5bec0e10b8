package io.tenuto.traceql.engine;

import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Finds the other fragments of traces that lie in several sources. Used by one thread.
///
/// Fragments further apart than an hour are not looked for: a trace of which some spans come later than that is shown
/// in parts. Who sees all sources may ask for the fragments near those as well, and so on.
final class Splits {
    private static final long REACH_NANOS = 3_600_000_000_000L;
    /// Asking every source costs more than one index over all traces after so many questions.
    private static final int QUESTIONS_BEFORE_INDEX = 4096;

    private static final int INDEXED_MAX = 8_000_000;
    private static final int SEVERAL = -2;
    private static final int[] WHOLE = {};

    private final List<SpanSource> sources;
    private final boolean goesOn;
    private final TraceTable[] tables;
    private final long[] earliest;
    private final long[] latest;
    private int questions;
    /// Hash of identifier to source, or SEVERAL; empty until built.
    private long[] keys = {};

    private int[] holders = {};

    /// @param goesOn whether fragments near other fragments belong to them too
    Splits(List<SpanSource> sources, boolean goesOn) {
        this.sources = sources;
        this.goesOn = goesOn;
        this.tables = sources.stream().map(SpanSource::traces).toArray(TraceTable[]::new);
        this.earliest = new long[tables.length];
        this.latest = new long[tables.length];
        for (int s = 0; s < tables.length; s++) {
            SourceFacts facts = sources.get(s).facts();
            earliest[s] = Math.max(facts.minStartUnixNanos(), Long.MIN_VALUE + REACH_NANOS) - REACH_NANOS;
            latest[s] = Math.min(facts.maxEndUnixNanos(), Long.MAX_VALUE - REACH_NANOS) + REACH_NANOS;
        }
    }

    TraceTable table(int source) {
        return tables[source];
    }

    /// The ordinal of the trace in each source, -1 where it has none of it; an empty array if no other source has.
    int[] fragments(int source, int trace) {
        if (tables.length == 1) return WHOLE;
        TraceTable own = tables[source];
        if (questions++ >= QUESTIONS_BEFORE_INDEX && isIndexed()) {
            if (holder(own.idHigh(trace), own.idLow(trace)) != SEVERAL) return WHOLE;
        }
        int[] found = near(source, trace, WHOLE);
        if (found.length == 0 || !goesOn) return found;
        var asked = new BitSet(tables.length);
        asked.set(source);
        for (int s = nextFound(found, asked); s >= 0; s = nextFound(found, asked)) {
            asked.set(s);
            near(s, found[s], found);
        }
        return found;
    }

    private static int nextFound(int[] found, BitSet asked) {
        for (int s = asked.nextClearBit(0); s < found.length; s = asked.nextClearBit(s + 1)) {
            if (found[s] >= 0) return s;
        }
        return -1;
    }

    /// Adds the fragments near this one to those found; what comes back is empty as long as there are none.
    private int[] near(int source, int trace, int[] known) {
        TraceTable own = tables[source];
        TraceId id = own.id(trace);
        int[] found = known;
        for (int s = 0; s < tables.length; s++) {
            if (s == source || found.length > 0 && found[s] >= 0) continue;
            boolean mayBeNear = own.startUnixNanos(trace) <= latest[s] && own.endUnixNanos(trace) >= earliest[s];
            int ordinal = mayBeNear ? tables[s].find(id) : -1;
            if (ordinal < 0 || !areNear(own, trace, tables[s], ordinal)) continue;
            if (found.length == 0) {
                found = new int[tables.length];
                Arrays.fill(found, -1);
                found[source] = trace;
            }
            found[s] = ordinal;
        }
        return found;
    }

    private static boolean areNear(TraceTable own, int trace, TraceTable other, int ordinal) {
        return own.startUnixNanos(trace) - REACH_NANOS <= other.endUnixNanos(ordinal)
                && own.endUnixNanos(trace) + REACH_NANOS >= other.startUnixNanos(ordinal);
    }

    /// Builds the index if it is worth its memory.
    private boolean isIndexed() {
        if (keys.length > 0) return true;
        long count = 0;
        for (TraceTable table : tables) count += table.count();
        if (count > INDEXED_MAX) return false;
        int capacity = Integer.highestOneBit((int) Math.max(64, count)) * 4;
        keys = new long[capacity];
        holders = new int[capacity];
        Arrays.fill(holders, -1);
        for (int s = 0; s < tables.length; s++) {
            TraceTable table = tables[s];
            for (int trace = 0; trace < table.count(); trace++) note(mix(table.idHigh(trace), table.idLow(trace)), s);
        }
        return true;
    }

    private void note(long key, int source) {
        int slot = slot(key);
        holders[slot] = holders[slot] == -1 ? source : SEVERAL;
        keys[slot] = key;
    }

    /// Identifiers that share a hash count as several, which only costs a question.
    private int holder(long high, long low) {
        return holders[slot(mix(high, low))];
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 20) & mask;
        while (holders[slot] != -1 && keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }

    private static long mix(long high, long low) {
        long hash = (high ^ low * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return hash ^ hash >>> 29;
    }

    /// Source rows of the fragment.
    int[] rows(int source, int trace) {
        return sources.get(source).traces().rows(trace);
    }
}
