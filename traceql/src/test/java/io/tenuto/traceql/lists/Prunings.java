package io.tenuto.traceql.lists;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What pruning conditions say of one row.
final class Prunings {
    private Prunings() {}

    static boolean mayMatch(ListSource source, int row, List<PruneCondition> conditions) {
        return conditions.stream().allMatch(condition -> holds(source, row, condition));
    }

    private static boolean holds(ListSource source, int row, PruneCondition condition) {
        var values = new ArrayList<Static>();
        for (ColumnKey key : condition.columns()) {
            var batch = new ListBatch(source, new int[] {row}, Set.of(key));
            var column = batch.column(key);
            int entries = key.rowKind() == RowKind.SPAN ? 1 : batch.childStarts(key.rowKind())[1];
            for (int i = 0; i < entries; i++) {
                values.addAll(StaticOps.elements(io.tenuto.traceql.engine.BatchView.value(column, i)));
            }
        }
        return values.stream().anyMatch(value -> holds(condition, value));
    }

    private static boolean holds(PruneCondition condition, Static value) {
        return switch (condition) {
            case PruneCondition.NumberBetween between ->
                value.type().isNumeric()
                        && StaticOps.toDouble(value) >= between.min()
                        && StaticOps.toDouble(value) <= between.max();
            case PruneCondition.StringIn in ->
                value instanceof Static.Text(String text) && in.values().contains(ByteSlice.utf8(text));
            case PruneCondition.StringMatches matches ->
                value instanceof Static.Text(String text) && matches.test().test(ByteSlice.utf8(text));
            case PruneCondition.Present _ -> value != Static.NIL;
        };
    }
}
