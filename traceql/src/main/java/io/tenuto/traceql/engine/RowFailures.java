package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.TraceQlException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/// Source rows of which an expression has no value because an operator failed on them, as division by zero does.
///
/// Expressions are evaluated ahead of the pipeline, also for spans that an earlier element is going to drop; only a
/// span that the pipeline really asks about makes the query fail. Used by one thread.
final class RowFailures {
    private final int rowCount;
    /// By message, of which an expression has few: they name types, not values.
    private final Map<String, long[]> rows = new HashMap<>();

    /// @param rowCount of the source
    RowFailures(int rowCount) {
        this.rowCount = rowCount;
    }

    void failed(int row, TraceQlException failure) {
        Bits.add(rows.computeIfAbsent(failure.getMessage(), _ -> Bits.none(rowCount)), row);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// Whether something failed on this row.
    boolean has(int row) {
        for (long[] failed : rows.values()) if (Bits.has(failed, row)) return true;
        return false;
    }

    /// Throws what failed on a row of the batch that is asked about.
    void checkBatch(BatchView view, IntPredicate asked) {
        for (int row = 0; row < view.rowCount(); row++) {
            int sourceRow = view.batch().sourceRow(row);
            if (has(sourceRow) && asked.test(row)) check(sourceRow);
        }
    }

    /// Throws what failed if it failed on this row.
    void check(int row) {
        rows.forEach((message, failed) -> {
            if (Bits.has(failed, row)) throw new TraceQlException(TraceQlException.Stage.EVALUATE, message);
        });
    }

    /// Throws what failed if it failed on one of these rows.
    void check(int[] asked) {
        if (isEmpty()) return;
        for (int row : asked) check(row);
    }
}
