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
    private static final Set<ColumnKey> STARTS = Set.of(ColumnKey.of(Intrinsic.START));
    private static final Set<ColumnKey> IDS = Set.of(ColumnKey.of(Intrinsic.SPAN_ID));
    private static final int GATHER_ROWS = 8192;

    private final int count;
    /// Rows of spansets that must be cut, ascending, with what orders them.
    private final int[] rows;

    private final long[] starts;
    /// Rows that start when others do, where not all of them are shown; ascending, with what then decides.
    private int[] tied = {};

    private long[] tiedIds = {};

    private FirstSpans(int count, int[] rows, long[] starts) {
        this.count = count;
        this.rows = rows;
        this.starts = starts;
    }

    static FirstSpans read(SpanSource source, List<Spanset> spansets, int count, Deadline deadline) {
        List<Spanset> cut = spansets.stream()
                .filter(spanset -> spanset.rows().length > count)
                .toList();
        int[] rows = cut.stream()
                .flatMapToInt(spanset -> Arrays.stream(spanset.rows()))
                .sorted()
                .distinct()
                .toArray();
        var first = new FirstSpans(count, rows, longs(source, rows, STARTS, Intrinsic.START, deadline));
        first.tied = cut.stream()
                .flatMapToInt(spanset -> Arrays.stream(first.tiedRows(spanset.rows())))
                .sorted()
                .distinct()
                .toArray();
        first.tiedIds = longs(source, first.tied, IDS, Intrinsic.SPAN_ID, deadline);
        return first;
    }

    private static long[] longs(
            SpanSource source, int[] rows, Set<ColumnKey> columns, Intrinsic intrinsic, Deadline deadline) {
        long[] values = new long[rows.length];
        for (int from = 0; from < rows.length; from += GATHER_ROWS) {
            deadline.check("search");
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + GATHER_ROWS));
            SpanBatch batch = source.gather(chunk, ScanRequest.of(columns), deadline);
            System.arraycopy(MergedSource.longs(batch, intrinsic), 0, values, from, chunk.length);
        }
        return values;
    }

    private record Place(int row, long start, long id) {}

    /// Rows of which some are shown and others are not, although they start together.
    private int[] tiedRows(int[] own) {
        if (count == 0) return new int[0];
        long[] sorted = new long[own.length];
        for (int i = 0; i < own.length; i++) sorted[i] = start(own[i]);
        Arrays.sort(sorted);
        long last = sorted[count - 1];
        if (sorted[count] != last) return new int[0];
        return Arrays.stream(own).filter(row -> start(row) == last).toArray();
    }

    private long start(int row) {
        return starts[Arrays.binarySearch(rows, row)];
    }

    private long tiedId(int row) {
        int at = Arrays.binarySearch(tied, row);
        return at < 0 ? 0 : tiedIds[at];
    }

    int[] of(Spanset spanset) {
        int[] own = spanset.rows();
        if (own.length <= count) return own;
        Place[] places = new Place[own.length];
        for (int i = 0; i < own.length; i++) places[i] = new Place(own[i], start(own[i]), tiedId(own[i]));
        Arrays.sort(
                places,
                Comparator.comparingLong(Place::start)
                        .thenComparingLong(Place::id)
                        .thenComparingInt(Place::row));
        return Arrays.stream(places).limit(count).mapToInt(Place::row).toArray();
    }
}
