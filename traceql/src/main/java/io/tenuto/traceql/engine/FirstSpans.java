package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Chooses the spans that are shown of spansets with more than that: the first by start, however they are stored.
final class FirstSpans {
    private static final Set<ColumnKey> COLUMNS =
            Set.of(ColumnKey.of(Intrinsic.START), ColumnKey.of(Intrinsic.SPAN_ID));
    private static final int GATHER_ROWS = 8192;

    private final int count;
    /// Rows of spansets that must be cut, ascending, with what orders them.
    private final int[] rows;

    private final long[] starts;
    private final long[] ids;

    private FirstSpans(int count, int[] rows) {
        this.count = count;
        this.rows = rows;
        this.starts = new long[rows.length];
        this.ids = new long[rows.length];
    }

    static FirstSpans read(SpanSource source, List<Spanset> spansets, int count, Deadline deadline) {
        int[] rows = spansets.stream()
                .filter(spanset -> spanset.rows().length > count)
                .flatMapToInt(spanset -> Arrays.stream(spanset.rows()))
                .sorted()
                .distinct()
                .toArray();
        var first = new FirstSpans(count, rows);
        for (int from = 0; from < rows.length; from += GATHER_ROWS) {
            deadline.check("search");
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + GATHER_ROWS));
            SpanBatch batch = source.gather(chunk, ScanRequest.of(COLUMNS), deadline);
            System.arraycopy(MergedSource.longs(batch, Intrinsic.START), 0, first.starts, from, chunk.length);
            System.arraycopy(MergedSource.longs(batch, Intrinsic.SPAN_ID), 0, first.ids, from, chunk.length);
        }
        return first;
    }

    private record Place(int row, long start, long id) {}

    int[] of(Spanset spanset) {
        int[] own = spanset.rows();
        if (own.length <= count) return own;
        Place[] places = new Place[own.length];
        for (int i = 0; i < own.length; i++) {
            int at = Arrays.binarySearch(rows, own[i]);
            places[i] = new Place(own[i], starts[at], ids[at]);
        }
        Arrays.sort(
                places,
                Comparator.comparingLong(Place::start)
                        .thenComparingLong(Place::id)
                        .thenComparingInt(Place::row));
        return Arrays.stream(places).limit(count).mapToInt(Place::row).toArray();
    }
}
