package io.tenuto.traceql.source;

import io.tenuto.base.Check;
import java.util.List;

/// Distinct values of one key: at least those of the source that tells them.
///
/// @param types the type of each value, parallel to `texts`
/// @param texts each value as text, as the tag-values API prints it
/// @param isComplete whether these are all values of the source
public record ValueSummary(List<ValueType> types, List<String> texts, boolean isComplete) {
    public ValueSummary {
        types = List.copyOf(types);
        texts = List.copyOf(texts);
        Check.argument(types.size() == texts.size(), "%s types for %s values", types.size(), texts.size());
    }
}
