package io.tenuto.blocks.segment;

import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.ValueSummary;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.wire.GoNumbers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Distinct values of columns.
final class SegmentValues {
    private static final long[] NONE = {};

    private SegmentValues() {}

    static ValueSummary summary(List<? extends ColumnSummary> columns) {
        var types = new ArrayList<ValueType>();
        var texts = new ArrayList<String>();
        boolean complete = true;
        for (ColumnSummary column : columns) {
            switch (column.type()) {
                case STRING -> {
                    Dictionary dictionary = column.texts();
                    Set<String> values = new LinkedHashSet<>();
                    for (int id = 0; id < dictionary.size(); id++)
                        values.add(dictionary.value(id).toUtf8());
                    add(types, texts, ValueType.STRING, values);
                }
                case INT, DOUBLE, BOOLEAN -> {
                    Optional<long[]> numbers = column.distinctNumbers();
                    complete &= numbers.isPresent();
                    for (long bits : numbers.orElse(NONE)) add(types, texts, column.type(), bits);
                }
                case ODD -> complete = false;
                case NONE -> {}
            }
        }
        return new ValueSummary(types, texts, complete);
    }

    private static void add(List<ValueType> types, List<String> texts, ColumnType type, long bits) {
        switch (type) {
            case INT -> {
                types.add(ValueType.INT);
                texts.add(Long.toString(bits));
            }
            case DOUBLE -> {
                types.add(ValueType.DOUBLE);
                texts.add(GoNumbers.shortest(Double.longBitsToDouble(bits)));
            }
            default -> {
                types.add(ValueType.BOOLEAN);
                texts.add(Boolean.toString(bits != 0));
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
