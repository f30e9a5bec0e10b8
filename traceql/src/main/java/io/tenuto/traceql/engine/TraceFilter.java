package io.tenuto.traceql.engine;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.Pipeline;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Chooses spans of one trace: those that pass a filter on single spans, and what stands above and below them.
public final class TraceFilter {
    /// No limit to the number of steps.
    public static final int ALL = -1;

    private static final Set<ColumnKey> TREE =
            Set.of(ColumnKey.of(Intrinsic.SPAN_ID), ColumnKey.of(Intrinsic.PARENT_SPAN_ID));

    private TraceFilter() {}

    /// How far around a match spans are kept, in steps; [#ALL] for any number.
    public record Reach(int up, int down) {
        public static final Reach NONE = new Reach(0, 0);

        public Reach {
            Check.argument(up >= ALL && down >= ALL, "reach of %s up and %s down", up, down);
        }
    }

    /// Rows that are kept, ascending.
    ///
    /// @param trace a source that holds one trace
    public static int[] rows(SpansetExpression.Filter filter, Reach reach, SpanSource trace, Deadline deadline) {
        BitSet matched = matched(filter, trace, deadline);
        if (reach.equals(Reach.NONE) || matched.isEmpty())
            return matched.stream().toArray();
        var tree = new Tree(trace, deadline);
        BitSet nodes = tree.nodesOf(matched);
        BitSet kept = tree.reached(nodes, reach.down(), tree.children());
        kept.or(tree.reached(nodes, reach.up(), tree.parents()));
        return tree.rowsOf(kept);
    }

    private static BitSet matched(SpansetExpression.Filter filter, SpanSource trace, Deadline deadline) {
        var matched = new BitSet();
        var plan = PipelinePlan.of(Pipeline.of(filter));
        new SpanMatcher(plan, Set.of()).run(List.of(trace), deadline, (view, rows, count) -> {
            for (int i = 0; i < count; i++) matched.set(view.batch().sourceRow(rows[i]));
        });
        return matched;
    }

    /// Spans by identifier; those that share one are one node.
    private static final class Tree {
        private final int[] nodeOfRow;
        private final Map<Long, Integer> nodeOfId = new HashMap<>();
        private final List<List<Integer>> children = new ArrayList<>();
        private final List<List<Integer>> parents = new ArrayList<>();

        Tree(SpanSource trace, Deadline deadline) {
            int rows = trace.facts().rowCount();
            nodeOfRow = new int[rows];
            long[] ids = new long[rows];
            long[] parentIds = new long[rows];
            try (BatchCursor cursor = trace.scan(ScanRequest.of(TREE), deadline)) {
                for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                    int from = batch.get().sourceRow(0);
                    int count = batch.get().rowCount();
                    System.arraycopy(MergedSource.longs(batch.get(), Intrinsic.SPAN_ID), 0, ids, from, count);
                    System.arraycopy(
                            MergedSource.longs(batch.get(), Intrinsic.PARENT_SPAN_ID), 0, parentIds, from, count);
                }
            }
            for (int row = 0; row < rows; row++) {
                nodeOfRow[row] = nodeOfId.computeIfAbsent(ids[row], id -> {
                    children.add(new ArrayList<>());
                    parents.add(new ArrayList<>());
                    return children.size() - 1;
                });
            }
            for (int row = 0; row < rows; row++) {
                Integer parent = parentIds[row] == 0 ? null : nodeOfId.get(parentIds[row]);
                if (parent == null) continue;
                children.get(parent).add(nodeOfRow[row]);
                parents.get(nodeOfRow[row]).add(parent);
            }
        }

        List<List<Integer>> children() {
            return children;
        }

        List<List<Integer>> parents() {
            return parents;
        }

        BitSet nodesOf(BitSet rows) {
            var nodes = new BitSet();
            rows.stream().forEach(row -> nodes.set(nodeOfRow[row]));
            return nodes;
        }

        int[] rowsOf(BitSet nodes) {
            int[] rows = new int[nodeOfRow.length];
            int count = 0;
            for (int row = 0; row < rows.length; row++) if (nodes.get(nodeOfRow[row])) rows[count++] = row;
            return Arrays.copyOf(rows, count);
        }

        /// `from` and all nodes within so many steps, breadth first, so that cycles end.
        BitSet reached(BitSet from, int steps, List<List<Integer>> edges) {
            var reached = (BitSet) from.clone();
            var level = new ArrayDeque<Integer>();
            from.stream().forEach(level::add);
            for (int step = 0; !level.isEmpty() && (steps == ALL || step < steps); step++) {
                var next = new ArrayDeque<Integer>();
                for (int node : level) {
                    for (int neighbour : edges.get(node)) {
                        if (reached.get(neighbour)) continue;
                        reached.set(neighbour);
                        next.add(neighbour);
                    }
                }
                level = next;
            }
            return reached;
        }
    }
}
