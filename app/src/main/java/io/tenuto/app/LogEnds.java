package io.tenuto.app;

import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.spanlog.SpanLog;
import java.nio.file.Path;

/// Whether a log is the one that its blocks were made of.
final class LogEnds {
    private LogEnds() {}

    /// A log that ends before what blocks cover has lost records, or is an older copy of itself. New records would get
    /// offsets that count as covered: they would be acknowledged, seen by no query, and removed.
    ///
    /// @throws IllegalStateException if it is one
    static void check(SpanLog log, CatalogSnapshot snapshot, Path folder) {
        for (int p = 0; p < log.partitionCount(); p++) {
            long covered = snapshot.coverage(new LogPartition(log.identity().value(), p));
            long end = log.endOffset(p);
            if (covered <= end) continue;
            throw new IllegalStateException(("the span log in %s ends at offset %d of partition %d, but blocks hold its"
                            + " records up to %d: it is damaged or an older copy. Put the right one there, or move the"
                            + " folder away to begin a new log; what blocks hold stays")
                    .formatted(folder, end, p, covered));
        }
    }
}
