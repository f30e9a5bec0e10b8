package io.tenuto.components.blockbuilder;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
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
    private final LiveRescue rescue;

    GapRecorder(CycleRunner.Parts parts, Clock clock, BlockBuilderMetrics metrics) {
        this.spanLog = parts.spanLog();
        this.catalog = parts.catalog();
        this.clock = clock;
        this.metrics = metrics;
        this.rescue = new LiveRescue(parts.live(), parts.sink(), clock);
    }

    /// What came of looking.
    enum Found {
        /// The log has all that is not covered.
        NONE,
        /// What was lost is in the catalog now, as blocks of live rows and as gaps.
        COMMITTED,
        /// Somebody else moved the coverage meanwhile: the snapshot is stale, and there may be no gap at all.
        CONFLICT
    }

    /// Where the log no longer has what `snapshot` does not cover, commits blocks of what live stores still hold, and a
    /// gap for the rest. Nothing is counted or told as lost before the catalog has it.
    Found record(CatalogSnapshot snapshot, Deadline deadline) {
        var moves = new ArrayList<CoverageMove>();
        var rescued = new ArrayList<LiveRescue.Rescued>();
        for (int p = 0; p < spanLog.partitionCount(); p++) {
            var name = new LogPartition(spanLog.identity().value(), p);
            long coverage = snapshot.coverage(name);
            long start = spanLog.startOffset(p);
            if (start <= coverage) continue;
            moves.add(new CoverageMove(name, coverage, start));
            rescue.rescue(name, coverage, start, deadline).ifPresent(rescued::add);
        }
        if (moves.isEmpty()) return Found.NONE;
        List<LogGap> gaps =
                moves.stream().flatMap(move -> gaps(move, rescued).stream()).toList();
        List<BlockMeta> blocks =
                rescued.stream().flatMap(each -> each.blocks().stream()).toList();
        CommitOutcome outcome = catalog.commit(new CatalogChange(blocks, List.of(), moves, gaps), deadline);
        return switch (outcome) {
            case CommitOutcome.Committed(long number) -> {
                rescued.forEach(each -> saved(number, each));
                gaps.forEach(gap -> lost(number, gap));
                yield Found.COMMITTED;
            }
            case CommitOutcome.Conflict(String reason) -> {
                metrics.cycles.increment("conflict");
                log.warn("gap not recorded; reason={}", reason);
                yield Found.CONFLICT;
            }
        };
    }

    /// What is left of a lost stretch once rescued offsets are taken from it.
    private List<LogGap> gaps(CoverageMove move, List<LiveRescue.Rescued> rescued) {
        var gaps = new ArrayList<LogGap>();
        long from = move.fromOffset();
        for (LiveRescue.Rescued each : rescued) {
            if (!each.cut().partition().equals(move.partition())) continue;
            addGap(move.partition(), from, each.cut().fromOffset(), gaps);
            for (long offset : each.undecodable()) addGap(move.partition(), offset, offset + 1, gaps);
            from = each.cut().upTo();
        }
        addGap(move.partition(), from, move.toOffset(), gaps);
        return gaps;
    }

    private void addGap(LogPartition partition, long from, long to, List<LogGap> gaps) {
        if (from < to) gaps.add(new LogGap(partition, from, to, clock.wallTime()));
    }

    private void saved(long commit, LiveRescue.Rescued rescued) {
        long records = rescued.cut().upTo()
                - rescued.cut().fromOffset()
                - rescued.undecodable().size();
        metrics.rescuedRecords.add(records);
        rescued.blocks().forEach(block -> {
            metrics.blocks.increment();
            metrics.blockBytes.add(block.sizeBytes());
            metrics.spans.add(block.rowCount());
        });
        log.warn(
                "records lost by the log, rescued from live rows; commit={} partition={} from={} to={} records={}"
                        + " blocks={}",
                commit,
                rescued.cut().partition().partition(),
                rescued.cut().fromOffset(),
                rescued.cut().upTo(),
                records,
                rescued.blocks().size());
    }

    private void lost(long commit, LogGap gap) {
        metrics.skippedRecords.add(gap.toOffset() - gap.fromOffset(), "gap");
        log.error(
                "records lost before any block held them; commit={} partition={} from={} to={}",
                commit,
                gap.partition().partition(),
                gap.fromOffset(),
                gap.toOffset());
    }
}
