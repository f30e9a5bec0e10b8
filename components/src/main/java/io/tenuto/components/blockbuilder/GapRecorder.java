package io.tenuto.components.blockbuilder;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.CommitOutcome;
import io.tenuto.blocks.catalog.CoverageMove;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.spanlog.SpanLog;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts into the catalog what the log lost before any block held it, so that coverage moves on and every answer that
/// overlaps it can say so. Used by the builder's thread.
final class GapRecorder {
    private static final Logger log = LoggerFactory.getLogger(GapRecorder.class);

    private final SpanLog spanLog;
    private final Catalog catalog;
    private final Clock clock;
    private final BlockBuilderMetrics metrics;

    GapRecorder(CycleRunner.Parts parts, Clock clock, BlockBuilderMetrics metrics) {
        this.spanLog = parts.spanLog();
        this.catalog = parts.catalog();
        this.clock = clock;
        this.metrics = metrics;
    }

    /// What came of looking.
    enum Found {
        /// The log has all that is not covered.
        NONE,
        /// A gap is in the catalog now.
        COMMITTED,
        /// Somebody else moved the coverage meanwhile: the snapshot is stale, and there may be no gap at all.
        CONFLICT
    }

    /// Commits a gap where the log no longer has what `snapshot` does not cover. Nothing is counted or told as lost
    /// before the catalog has it.
    Found record(CatalogSnapshot snapshot, Deadline deadline) {
        var gaps = new ArrayList<LogGap>();
        var moves = new ArrayList<CoverageMove>();
        for (int p = 0; p < spanLog.partitionCount(); p++) {
            var name = new LogPartition(spanLog.identity().value(), p);
            long coverage = snapshot.coverage(name);
            long start = spanLog.startOffset(p);
            if (start <= coverage) continue;
            gaps.add(new LogGap(name, coverage, start, clock.wallTime()));
            moves.add(new CoverageMove(name, coverage, start));
        }
        if (gaps.isEmpty()) return Found.NONE;
        CommitOutcome outcome = catalog.commit(new CatalogChange(List.of(), List.of(), moves, gaps), deadline);
        return switch (outcome) {
            case CommitOutcome.Committed(long number) -> {
                moves.forEach(move -> lost(number, move));
                yield Found.COMMITTED;
            }
            case CommitOutcome.Conflict(String reason) -> {
                metrics.cycles.increment("conflict");
                log.warn("gap not recorded; reason={}", reason);
                yield Found.CONFLICT;
            }
        };
    }

    private void lost(long commit, CoverageMove gap) {
        metrics.skippedRecords.add(gap.toOffset() - gap.fromOffset(), "gap");
        log.error(
                "records lost before any block held them; commit={} partition={} from={} to={}",
                commit,
                gap.partition().partition(),
                gap.fromOffset(),
                gap.toOffset());
    }
}
