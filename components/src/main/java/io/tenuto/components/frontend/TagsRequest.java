package io.tenuto.components.frontend;

import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.Query;
import java.util.List;
import java.util.Optional;

/// Asks for keys, or for the values of fields.
///
/// @param fields whose values are wanted; empty to ask for keys
/// @param filter spans that count, if not all
public record TagsRequest(List<FieldReference> fields, Optional<Query> filter, TimeRange range) {
    public TagsRequest {
        fields = List.copyOf(fields);
    }
}
