package io.tenuto.it.cases;

import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.ColumnKey;
import java.util.Map;

/// One span as a case writes it: any values under any keys, whether a real span could have them or not.
///
/// @param trace number of its trace, ascending from 0 over the rows of a source
record Row(int trace, Map<ColumnKey, Static> values) {
    Row {
        values = Map.copyOf(values);
    }
}
