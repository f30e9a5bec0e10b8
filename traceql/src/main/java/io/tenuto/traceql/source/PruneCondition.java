package io.tenuto.traceql.source;

import io.tenuto.base.ByteSlice;
import java.util.List;
import java.util.function.Predicate;

/// A necessary condition on one column, for statistics, dictionaries and membership filters. Never sufficient.
public sealed interface PruneCondition {
    /// The columns of which at least one must satisfy it: span and resource for an unscoped attribute.
    List<ColumnKey> columns();

    /// Some value lies within the bounds, both inclusive, compared as numbers across int, float and duration.
    record NumberBetween(List<ColumnKey> columns, double min, double max) implements PruneCondition {
        public NumberBetween {
            columns = List.copyOf(columns);
        }
    }

    /// Some string value equals one of these.
    record StringIn(List<ColumnKey> columns, List<ByteSlice> values) implements PruneCondition {
        public StringIn {
            columns = List.copyOf(columns);
            values = List.copyOf(values);
        }
    }

    /// Some string value passes; evaluated on dictionary entries.
    record StringMatches(List<ColumnKey> columns, Predicate<ByteSlice> test) implements PruneCondition {
        public StringMatches {
            columns = List.copyOf(columns);
        }
    }

    /// Some value is present.
    record Present(List<ColumnKey> columns) implements PruneCondition {
        public Present {
            columns = List.copyOf(columns);
        }
    }
}
