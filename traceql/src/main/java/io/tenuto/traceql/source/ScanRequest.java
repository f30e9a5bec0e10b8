package io.tenuto.traceql.source;

import io.tenuto.base.Check;
import java.util.List;
import java.util.Set;

/// What a scan wants.
///
/// @param columns the columns that will be asked for; others may be refused
/// @param pruning conditions that every wanted row satisfies; a source may leave out rows that cannot satisfy them all,
/// and need not
/// @param fromRow first row, inclusive
/// @param toRow last row, exclusive
public record ScanRequest(Set<ColumnKey> columns, List<PruneCondition> pruning, int fromRow, int toRow) {
    public ScanRequest {
        columns = Set.copyOf(columns);
        pruning = List.copyOf(pruning);
        Check.argument(fromRow >= 0 && fromRow <= toRow, "row range [%s, %s) is empty or negative", fromRow, toRow);
    }

    /// Every row, without pruning.
    public static ScanRequest of(Set<ColumnKey> columns) {
        return new ScanRequest(columns, List.of(), 0, Integer.MAX_VALUE);
    }
}
