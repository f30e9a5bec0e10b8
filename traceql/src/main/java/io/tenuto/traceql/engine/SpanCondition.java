package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import java.util.HashSet;
import java.util.Set;

/// One filter asked of spans that others found. Keeps results per dictionary, so used by one thread.
public final class SpanCondition {
    private final Node node;
    private final Set<FieldReference> fields;
    private final Set<ColumnKey> columns;

    public SpanCondition(SpansetExpression.Filter filter) {
        this.node = FilterCompiler.compile(filter.condition());
        this.fields = FieldColumns.fieldsOf(filter.condition());
        this.columns = new HashSet<>(FieldColumns.of(fields));
        this.columns.add(ColumnKey.of(Intrinsic.TRACE_ORDINAL));
    }

    /// What the filter asks for.
    public Set<FieldReference> fields() {
        return fields;
    }

    /// Columns that must be readable.
    public Set<ColumnKey> columns() {
        return columns;
    }

    /// For each of the first `count` rows whether it passes.
    public boolean[] evaluate(BatchView view, int[] rows, int count) {
        long[] mask = new long[(view.rowCount() + 63) >> 6];
        for (int i = 0; i < count; i++) mask[rows[i] >> 6] |= 1L << rows[i];
        long[] passed = node.evaluate(view, mask);
        boolean[] result = new boolean[count];
        for (int i = 0; i < count; i++) result[i] = (passed[rows[i] >> 6] & 1L << rows[i]) != 0;
        return result;
    }
}
