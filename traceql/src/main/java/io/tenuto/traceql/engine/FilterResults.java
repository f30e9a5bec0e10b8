package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// For rows of one source: which filters of a query they pass, and the values that groups and aggregates need.
///
/// First the leading filters are scanned, each with its own pruning. Only of traces they lead to are the other filters
/// and the values read. Used by one thread.
final class FilterResults {
    private static final int GATHER_ROWS = 8192;
    /// Beyond this share of the rows, reading all of them costs less than picking.
    private static final int DENSE = 4;

    private final PipelinePlan plan;
    private final SpanSource source;
    private final Structure structure;
    private final ScanCounter counter;
    private final Deadline deadline;
    private final TraceTable traces;
    private final Map<SpansetExpression.Filter, Node> nodes = new LinkedHashMap<>();
    private final Map<SpansetExpression.Filter, long[]> passed = new HashMap<>();
    private final Map<Leads.Lead, Node> relaxed = new HashMap<>();
    private final Map<FieldExpression, Map<Integer, Static>> values = new HashMap<>();
    private final Map<FieldExpression, RowFailures> failures = new HashMap<>();
    private boolean hasFailures;
    /// The first row of the unit of which all filters are known, -1 if none.
    private int knownUnit = -1;

    FilterResults(PipelinePlan plan, SpanSource source, Structure structure, ScanCounter counter, Deadline deadline) {
        this.plan = plan;
        this.source = source;
        this.structure = structure;
        this.counter = counter;
        this.deadline = deadline;
        this.traces = source.traces();
        int rows = source.facts().rowCount();
        for (SpansetExpression.Filter filter : plan.filters()) {
            if (nodes.containsKey(filter)) continue;
            nodes.put(filter, FilterCompiler.compile(filter.condition()));
            passed.put(filter, Bits.none(rows));
        }
        for (Leads.Lead lead : plan.leads()) {
            if (!lead.isOpen() && !lead.isExact()) relaxed.put(lead, FilterCompiler.compile(lead.relaxed()));
        }
        for (FieldExpression expression : plan.measured()) values.put(expression, new HashMap<>());
    }

    /// Traces of the unit that the leading filters lead to, ascending.
    int[] lead(ScanUnit unit) {
        long[] flagged = Bits.none(traces.count());
        for (Leads.Lead lead : plan.leads()) {
            if (lead.isOpen()) return all(unit);
            Node node = relaxed.getOrDefault(lead, nodes.getOrDefault(lead.filter(), new Node.Constant(true)));
            List<PruneCondition> pruning = Pruning.of(List.of(new SpansetExpression.Filter(lead.relaxed())));
            long[] target = lead.isExact() ? passed.getOrDefault(lead.filter(), flagged) : Bits.none(0);
            RowFailures ofLead = lead.isExact()
                    ? failuresOf(lead.filter().condition())
                    : new RowFailures(source.facts().rowCount());
            scan(unit, columns(List.of(lead.relaxed())), pruning, view -> {
                // Of a trace that nobody wants, for its time, no span may fail the query.
                view.deferFailures(ofLead);
                long[] bits = node.evaluate(view, Bits.all(view.rowCount()));
                if (Bits.isEmpty(bits) && ofLead.isEmpty()) return;
                long[] ordinals = view.ordinals();
                flagFailed(ofLead, view, ordinals, flagged);
                for (int row : Bits.toArray(bits)) {
                    Bits.add(flagged, (int) ordinals[row]);
                    if (lead.isExact()) Bits.add(target, view.batch().sourceRow(row));
                }
            });
        }
        return Bits.toArray(flagged);
    }

    /// Traces in which a leading filter failed: whether it matters is seen when they are evaluated.
    private void flagFailed(RowFailures failed, BatchView view, long[] ordinals, long[] flagged) {
        if (failed.isEmpty()) return;
        hasFailures = true;
        for (int row = 0; row < view.rowCount(); row++) {
            if (failed.has(view.batch().sourceRow(row))) Bits.add(flagged, (int) ordinals[row]);
        }
    }

    private int[] all(ScanUnit unit) {
        boolean isWhole = unit.rowCount() == source.facts().rowCount();
        int from = isWhole ? 0 : unit.fromTrace();
        int to = isWhole ? traces.count() : unit.toTrace();
        int[] ordinals = new int[to - from];
        for (int i = 0; i < ordinals.length; i++) ordinals[i] = from + i;
        return ordinals;
    }

    private interface Use {
        void batch(BatchView view);
    }

    private void scan(ScanUnit unit, Set<ColumnKey> columns, List<PruneCondition> pruning, Use use) {
        var request = new ScanRequest(columns, pruning, unit.fromRow(), unit.toRow());
        try (BatchCursor cursor = source.scan(request, deadline)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                deadline.check("search");
                counter.batch(batch.get().rowCount());
                use.batch(new BatchView(batch.get(), traces, structure));
            }
            counter.pruned(cursor.pruned());
        }
    }

    private void gather(int[] rows, Set<ColumnKey> columns, Use use) {
        for (int from = 0; from < rows.length; from += GATHER_ROWS) {
            deadline.check("search");
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + GATHER_ROWS));
            SpanBatch batch = source.gather(chunk, ScanRequest.of(columns), deadline);
            counter.batch(chunk.length);
            use.batch(new BatchView(batch, traces, structure));
        }
    }

    private static Set<ColumnKey> columns(Collection<? extends FieldExpression> expressions) {
        var columns = new HashSet<ColumnKey>();
        columns.add(ColumnKey.of(Intrinsic.TRACE_ORDINAL));
        for (FieldExpression expression : expressions) {
            columns.addAll(FieldColumns.of(FieldColumns.fieldsOf(expression)));
        }
        return columns;
    }

    /// Reads what the pipeline needs of these traces, besides the leading filters.
    ///
    /// @param rows all their rows, ascending
    void prepare(ScanUnit unit, int[] rows) {
        if (plan.needsStructure()) structure.prepare(rows);
        var rest = new ArrayList<SpansetExpression.Filter>();
        for (SpansetExpression.Filter filter : nodes.keySet()) {
            boolean isKnown = plan.leads().stream()
                    .anyMatch(lead ->
                            lead.isExact() && !lead.isOpen() && lead.filter().equals(filter));
            boolean isConstant = filter.condition().equals(Static.TRUE);
            if (isConstant) addAll(filter, rows);
            else if (!isKnown) rest.add(filter);
        }
        if (knownUnit == unit.fromRow()) {
            rest.clear();
        } else if (rows.length > unit.rowCount() / DENSE) {
            knownUnit = unit.fromRow();
            for (SpansetExpression.Filter filter : rest) {
                scan(
                        unit,
                        columns(List.of(filter.condition())),
                        Pruning.of(List.of(filter)),
                        view -> pass(filter, view));
            }
        } else if (!rest.isEmpty()) {
            Set<ColumnKey> columns = columns(
                    rest.stream().map(SpansetExpression.Filter::condition).toList());
            gather(rows, columns, view -> rest.forEach(filter -> pass(filter, view)));
        }
        if (!values.isEmpty()) measure(rows);
    }

    private void addAll(SpansetExpression.Filter filter, int[] rows) {
        long[] target = passed.getOrDefault(filter, Bits.none(0));
        for (int row : rows) Bits.add(target, row);
    }

    private void pass(SpansetExpression.Filter filter, BatchView view) {
        long[] target = passed.getOrDefault(filter, Bits.none(0));
        Node node = nodes.getOrDefault(filter, new Node.Constant(true));
        RowFailures ofFilter = failuresOf(filter.condition());
        view.deferFailures(ofFilter);
        long[] bits = node.evaluate(view, Bits.all(view.rowCount()));
        hasFailures |= !ofFilter.isEmpty();
        for (int row : Bits.toArray(bits)) Bits.add(target, view.batch().sourceRow(row));
    }

    private void measure(int[] rows) {
        int[] wanted = plan.startsWithFilters()
                ? Arrays.stream(rows).filter(this::passesSome).toArray()
                : rows;
        for (Map<Integer, Static> known : values.values()) known.clear();
        gather(wanted, columns(plan.measured()), view -> {
            for (int row = 0; row < view.rowCount(); row++) {
                for (Map.Entry<FieldExpression, Map<Integer, Static>> entry : values.entrySet()) {
                    measure(entry.getKey(), view, row, entry.getValue());
                }
            }
        });
    }

    private void measure(FieldExpression expression, BatchView view, int row, Map<Integer, Static> known) {
        int sourceRow = view.batch().sourceRow(row);
        try {
            Static value = Evaluation.evaluateFirst(expression, view, row);
            if (value != Static.NIL) known.put(sourceRow, value);
        } catch (TraceQlException failure) {
            failuresOf(expression).failed(sourceRow, failure);
            hasFailures = true;
        }
    }

    private boolean passesSome(int row) {
        for (long[] bits : passed.values()) if (Bits.has(bits, row)) return true;
        return false;
    }

    private RowFailures failuresOf(FieldExpression expression) {
        return failures.computeIfAbsent(
                expression, _ -> new RowFailures(source.facts().rowCount()));
    }

    /// Those of `rows` that pass.
    ///
    /// @throws TraceQlException if the filter failed on one of them
    int[] kept(SpansetExpression.Filter filter, int[] rows) {
        if (hasFailures) failuresOf(filter.condition()).check(rows);
        long[] bits = passed.getOrDefault(filter, new long[0]);
        int[] kept = new int[rows.length];
        int count = 0;
        for (int row : rows) if (Bits.has(bits, row)) kept[count++] = row;
        return count == rows.length ? rows : Arrays.copyOf(kept, count);
    }

    /// The value of a row of the traces prepared last.
    ///
    /// @throws TraceQlException if the expression failed on it
    Static value(FieldExpression expression, int row) {
        if (hasFailures) failuresOf(expression).check(row);
        return values.getOrDefault(expression, Map.of()).getOrDefault(row, Static.NIL);
    }
}
