package io.tenuto.traceql.engine;

import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Puts the rows of several sources into one order and leaves out twins: spans that are stored more than once.
///
/// Spans of one trace, identifier, kind and start are twins if their content hashes agree. Where a format keeps no
/// hash, its copy is the twin of any other that agrees in parent, duration, status and name; the copy with a hash
/// stays.
final class Twins {
    /// What is read to tell twins.
    static final Set<ColumnKey> COLUMNS = Set.of(
            ColumnKey.of(Intrinsic.TRACE_ORDINAL),
            ColumnKey.of(Intrinsic.SPAN_ID),
            ColumnKey.of(Intrinsic.PARENT_SPAN_ID),
            ColumnKey.of(Intrinsic.KIND),
            ColumnKey.of(Intrinsic.CONTENT_HASH),
            ColumnKey.of(Intrinsic.START),
            ColumnKey.of(Intrinsic.DURATION),
            ColumnKey.of(Intrinsic.STATUS),
            ColumnKey.of(Intrinsic.NAME));

    private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::high)
            .thenComparingLong(Place::low)
            .thenComparingLong(Place::start)
            .thenComparingLong(Place::spanId)
            .thenComparingLong(Place::kind)
            // Copies with a hash come first, so that they stay.
            .thenComparing(Place::isHashed, Comparator.reverseOrder())
            .thenComparingLong(Place::hash)
            .thenComparingLong(place -> place.plain().parentId())
            .thenComparingLong(place -> place.plain().duration())
            .thenComparingLong(place -> place.plain().status())
            .thenComparing(place -> place.plain().name());

    private Twins() {}

    /// One span on its way into the merged order.
    ///
    /// @param hash of the content; 0 where there is none
    record Place(
            int part,
            int row,
            long high,
            long low,
            long start,
            long spanId,
            long kind,
            boolean isHashed,
            long hash,
            Plain plain) {
        private boolean isNamesake(Place other) {
            return high == other.high
                    && low == other.low
                    && start == other.start
                    && spanId == other.spanId
                    && kind == other.kind;
        }

        private boolean isTwin(Place other) {
            return isHashed && other.isHashed ? hash == other.hash : plain.equals(other.plain);
        }
    }

    /// What stands for the content where no hash was kept.
    record Plain(long parentId, long duration, long status, String name) {
        private static final Plain NONE = new Plain(0, 0, 0, "");
    }

    /// The rows of one source that are to be merged, with the [#COLUMNS].
    record Part(SpanBatch batch, TraceTable traces) {
        private boolean isHashed() {
            return !batch.column(ColumnKey.of(Intrinsic.CONTENT_HASH)).isAbsent();
        }
    }

    /// All rows by trace, start and identifier, twins only once.
    static List<Place> merge(List<Part> parts) {
        boolean allHashed = parts.stream().allMatch(Part::isHashed);
        var places = new ArrayList<Place>();
        for (int p = 0; p < parts.size(); p++) add(p, parts.get(p), allHashed, places);
        places.sort(ORDER);
        return withoutTwins(places);
    }

    private static void add(int index, Part part, boolean allHashed, List<Place> places) {
        SpanBatch batch = part.batch();
        long[] ordinals = MergedSource.longs(batch, Intrinsic.TRACE_ORDINAL);
        long[] starts = MergedSource.longs(batch, Intrinsic.START);
        long[] ids = MergedSource.longs(batch, Intrinsic.SPAN_ID);
        long[] kinds = MergedSource.longs(batch, Intrinsic.KIND);
        long[] hashes = MergedSource.longs(batch, Intrinsic.CONTENT_HASH);
        long[] parents = MergedSource.longs(batch, Intrinsic.PARENT_SPAN_ID);
        long[] durations = MergedSource.longs(batch, Intrinsic.DURATION);
        long[] statuses = MergedSource.longs(batch, Intrinsic.STATUS);
        Column names = batch.column(ColumnKey.of(Intrinsic.NAME));
        boolean isHashed = part.isHashed();
        for (int i = 0; i < batch.rowCount(); i++) {
            int trace = (int) ordinals[i];
            // Where all have hashes nobody asks for anything else.
            Plain plain = allHashed
                    ? Plain.NONE
                    : new Plain(parents[i], durations[i], statuses[i], GatheredTraces.text(names, i));
            places.add(new Place(
                    index,
                    i,
                    part.traces().idHigh(trace),
                    part.traces().idLow(trace),
                    starts[i],
                    ids[i],
                    kinds[i],
                    isHashed,
                    hashes[i],
                    plain));
        }
    }

    private static List<Place> withoutTwins(List<Place> sorted) {
        var kept = new ArrayList<Place>(sorted.size());
        for (Place place : sorted) {
            boolean isTwin = false;
            for (int i = kept.size() - 1; i >= 0 && !isTwin && kept.get(i).isNamesake(place); i--) {
                isTwin = kept.get(i).isTwin(place);
            }
            if (!isTwin) kept.add(place);
        }
        return kept;
    }
}
