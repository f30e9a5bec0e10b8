package io.tenuto.blocks.segment;

import io.tenuto.traceql.source.ValueSummary;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.wire.GoNumbers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Distinct values of columns.
final class SegmentValues {
    /// More numbers than this are not counted out; the summary then says that it is incomplete.
    private static final int NUMBERS_MAX = 10_000;

    private SegmentValues() {}

    static ValueSummary summary(List<SparseColumn> columns) {
        var types = new ArrayList<ValueType>();
        var texts = new ArrayList<String>();
        boolean complete = true;
        for (SparseColumn column : columns) {
            switch (column.type()) {
                case STRING -> {
                    Set<String> values = new LinkedHashSet<>();
                    for (int id = 0; id < column.dictionary().size(); id++) {
                        values.add(column.dictionary().value(id).toUtf8());
                    }
                    add(types, texts, ValueType.STRING, values);
                }
                case INT, DOUBLE, BOOLEAN -> {
                    Set<Long> bits = new LinkedHashSet<>();
                    for (int i = 0; i < column.count() && bits.size() < NUMBERS_MAX; i++) bits.add(column.numbers()[i]);
                    complete &= bits.size() < NUMBERS_MAX;
                    addNumbers(types, texts, column.type(), bits);
                }
                case ODD -> complete = false;
                case NONE -> {}
            }
        }
        return new ValueSummary(types, texts, complete);
    }

    private static void addNumbers(List<ValueType> types, List<String> texts, ColumnType type, Set<Long> bits) {
        for (long value : bits) {
            switch (type) {
                case INT -> add(types, texts, ValueType.INT, Set.of(Long.toString(value)));
                case DOUBLE ->
                    add(types, texts, ValueType.DOUBLE, Set.of(GoNumbers.shortest(Double.longBitsToDouble(value))));
                default -> add(types, texts, ValueType.BOOLEAN, Set.of(Boolean.toString(value != 0)));
            }
        }
    }

    private static void add(List<ValueType> types, List<String> texts, ValueType type, Set<String> values) {
        for (String value : values) {
            types.add(type);
            texts.add(value);
        }
    }
}
