package io.tenuto.traceql.engine;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Which columns a field is read from.
public final class FieldColumns {
    private FieldColumns() {}

    /// The columns of one field, in the order of lookup.
    public static List<ColumnKey> of(FieldReference field) {
        return switch (field) {
            case Attribute.Scoped scoped -> List.of(new ColumnKey.Attribute(scoped.key()));
            case Attribute.Unscoped(String name) ->
                List.of(
                        ColumnKey.of(AttributeScope.SPAN, name),
                        ColumnKey.of(AttributeScope.RESOURCE, name),
                        ColumnKey.of(AttributeScope.INSTRUMENTATION, name));
            case Attribute.OfParent _ -> List.of();
            case IntrinsicField intrinsic -> of(intrinsic);
        };
    }

    private static List<ColumnKey> of(IntrinsicField field) {
        return switch (field) {
            case DURATION -> one(Intrinsic.DURATION);
            case NAME -> one(Intrinsic.NAME);
            case STATUS -> one(Intrinsic.STATUS);
            case STATUS_MESSAGE -> one(Intrinsic.STATUS_MESSAGE);
            case KIND -> one(Intrinsic.KIND);
            case SPAN_ID -> one(Intrinsic.SPAN_ID);
            case PARENT_SPAN_ID -> one(Intrinsic.PARENT_SPAN_ID);
            case CHILD_COUNT -> one(Intrinsic.CHILD_COUNT);
            case NESTED_SET_LEFT -> one(Intrinsic.NESTED_SET_LEFT);
            case NESTED_SET_RIGHT -> one(Intrinsic.NESTED_SET_RIGHT);
            case NESTED_SET_PARENT -> one(Intrinsic.NESTED_SET_PARENT);
            case TRACE_ID, TRACE_DURATION, TRACE_ROOT_NAME, TRACE_ROOT_SERVICE -> one(Intrinsic.TRACE_ORDINAL);
            case EVENT_NAME -> one(Intrinsic.EVENT_NAME);
            case EVENT_TIME_SINCE_START -> one(Intrinsic.EVENT_TIME_SINCE_START);
            case LINK_TRACE_ID ->
                List.of(ColumnKey.of(Intrinsic.LINK_TRACE_ID_HIGH), ColumnKey.of(Intrinsic.LINK_TRACE_ID_LOW));
            case LINK_SPAN_ID -> one(Intrinsic.LINK_SPAN_ID);
            case INSTRUMENTATION_NAME -> one(Intrinsic.INSTRUMENTATION_NAME);
            case INSTRUMENTATION_VERSION -> one(Intrinsic.INSTRUMENTATION_VERSION);
            case PARENT -> List.of();
        };
    }

    private static List<ColumnKey> one(Intrinsic intrinsic) {
        return List.of(ColumnKey.of(intrinsic));
    }

    /// What one value of the field belongs to.
    public static RowKind kindOf(FieldReference field) {
        List<ColumnKey> columns = of(field);
        return columns.isEmpty() ? RowKind.SPAN : columns.getFirst().rowKind();
    }

    /// Whether a span without a value has the empty text instead: block formats do not tell the two apart.
    static boolean isEmptyWhenMissing(FieldReference field) {
        return field == IntrinsicField.INSTRUMENTATION_NAME
                || field == IntrinsicField.INSTRUMENTATION_VERSION
                || field instanceof Attribute.Scoped(AttributeKey key) && key.equals(AttributeKey.SERVICE_NAME);
    }

    /// Whether the field needs nested-set numbers or child counts.
    static boolean isStructural(FieldReference field) {
        return field == IntrinsicField.NESTED_SET_LEFT
                || field == IntrinsicField.NESTED_SET_RIGHT
                || field == IntrinsicField.NESTED_SET_PARENT
                || field == IntrinsicField.CHILD_COUNT;
    }

    /// Whether the value depends on other spans of the trace.
    static boolean isOfTrace(FieldReference field) {
        return isStructural(field)
                || field == IntrinsicField.TRACE_DURATION
                || field == IntrinsicField.TRACE_ROOT_NAME
                || field == IntrinsicField.TRACE_ROOT_SERVICE;
    }

    public static Set<ColumnKey> of(Collection<FieldReference> fields) {
        var columns = new HashSet<ColumnKey>();
        for (FieldReference field : fields) columns.addAll(of(field));
        return columns;
    }

    /// The fields an expression refers to, in order of appearance.
    static Set<FieldReference> fieldsOf(FieldExpression expression) {
        var fields = new LinkedHashSet<FieldReference>();
        visit(expression, fields::add);
        return fields;
    }

    static void visit(FieldExpression expression, Consumer<FieldReference> visitor) {
        switch (expression) {
            case Static _ -> {}
            case FieldReference field -> visitor.accept(field);
            case FieldExpression.Binary binary -> {
                visit(binary.left(), visitor);
                visit(binary.right(), visitor);
            }
            case FieldExpression.Unary unary -> visit(unary.operand(), visitor);
        }
    }
}
