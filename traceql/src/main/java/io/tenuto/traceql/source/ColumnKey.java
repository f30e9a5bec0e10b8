package io.tenuto.traceql.source;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;

/// Names one column: an attribute or an intrinsic.
public sealed interface ColumnKey {
    record Attribute(AttributeKey key) implements ColumnKey {}

    record Of(Intrinsic intrinsic) implements ColumnKey {}

    static ColumnKey of(AttributeScope scope, String name) {
        return new Attribute(new AttributeKey(scope, name));
    }

    static ColumnKey of(Intrinsic intrinsic) {
        return new Of(intrinsic);
    }

    /// Whether a row of this column is a span, an event or a link.
    default RowKind rowKind() {
        return switch (this) {
            case Of(Intrinsic intrinsic) -> intrinsic.rowKind();
            case Attribute(AttributeKey key) ->
                switch (key.scope()) {
                    case EVENT -> RowKind.EVENT;
                    case LINK -> RowKind.LINK;
                    case SPAN, RESOURCE, INSTRUMENTATION -> RowKind.SPAN;
                };
        };
    }
}
