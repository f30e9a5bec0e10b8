package io.tenuto.traceql.lists;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.TraceTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Traces of a [ListSource].
final class ListTraces implements TraceTable {
    private final List<TestSpan> spans;
    private final List<TraceId> ids;
    private final Map<TraceId, List<Integer>> rowsOf;

    ListTraces(List<TestSpan> spans, List<TraceId> ids, Map<TraceId, List<Integer>> rowsOf) {
        this.spans = spans;
        this.ids = ids;
        this.rowsOf = rowsOf;
    }

    private List<TestSpan> of(int trace) {
        return rowsOf.getOrDefault(ids.get(trace), List.of()).stream()
                .map(spans::get)
                .toList();
    }

    @Override
    public int count() {
        return ids.size();
    }

    @Override
    public long idHigh(int trace) {
        return ids.get(trace).high();
    }

    @Override
    public long idLow(int trace) {
        return ids.get(trace).low();
    }

    @Override
    public long startUnixNanos(int trace) {
        return of(trace).stream().mapToLong(TestSpan::start).min().orElseThrow();
    }

    @Override
    public long endUnixNanos(int trace) {
        return of(trace).stream().mapToLong(TestSpan::end).max().orElseThrow();
    }

    private Optional<TestSpan> root(int trace) {
        return of(trace).stream()
                .filter(span -> span.parentId() == 0)
                .max(Comparator.comparingLong(TestSpan::start).thenComparingLong(TestSpan::id));
    }

    @Override
    public Optional<ByteSlice> rootService(int trace) {
        return root(trace).map(span -> ByteSlice.utf8(span.service()));
    }

    @Override
    public Optional<ByteSlice> rootName(int trace) {
        return root(trace).map(span -> ByteSlice.utf8(span.name()));
    }

    @Override
    public int spanCount(int trace) {
        return of(trace).size();
    }

    @Override
    public int errorCount(int trace) {
        return (int) of(trace).stream().filter(span -> span.status() == 2).count();
    }

    @Override
    public void forEachService(int trace, ServiceVisitor visitor) {
        var counts = new TreeMap<String, int[]>();
        for (TestSpan span : of(trace)) {
            int[] own = counts.computeIfAbsent(span.service(), name -> new int[2]);
            own[0]++;
            own[1] += span.status() == 2 ? 1 : 0;
        }
        counts.forEach((name, own) -> visitor.service(ByteSlice.utf8(name), own[0], own[1]));
    }

    @Override
    public int[] rows(int trace) {
        return rowsOf.getOrDefault(ids.get(trace), List.of()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public int find(TraceId id) {
        return ids.indexOf(id);
    }
}
