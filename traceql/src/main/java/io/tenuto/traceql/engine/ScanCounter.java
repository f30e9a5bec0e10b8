package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.source.PrunedRows;
import java.util.ArrayList;
import java.util.List;

/// Counts what one run does. Used by one thread.
final class ScanCounter {
    private final Deadline deadline;
    private long sources;
    private long sourcesSkipped;
    private long rowsCovered;
    private long rowsRead;
    private long batches;
    private long tracesCovered;
    private long tracesEvaluated;
    private long tracesGathered;
    private long bytes;
    private final List<ScanStatistics.Pruned> pruned = new ArrayList<>();
    private long leadNanos;
    private long traceNanos;
    private long describeNanos;
    /// What was left when the running stage began.
    private long leftNanos;

    ScanCounter(Deadline deadline) {
        this.deadline = deadline;
        this.leftNanos = deadline.remainingNanos();
    }

    void batch(int rows) {
        batches++;
        rowsRead += rows;
    }

    void covered(ScanUnit unit, int traces, long unitBytes) {
        rowsCovered += unit.rowCount();
        tracesCovered += traces;
        bytes += unitBytes;
    }

    void sources(long visited, long skipped) {
        sources += visited;
        sourcesSkipped += skipped;
    }

    /// What a finished scan left out.
    void pruned(List<PrunedRows> rows) {
        for (PrunedRows one : rows) {
            pruned.add(new ScanStatistics.Pruned(Explanation.text(one.condition()), one.statistic(), one.rows()));
        }
    }

    void evaluated(int traces) {
        tracesEvaluated += traces;
    }

    void gathered(int traces) {
        tracesGathered += traces;
    }

    /// Time since the last call went into scanning leading filters.
    void leadEnds() {
        leadNanos += sinceLast();
    }

    void tracesEnd() {
        traceNanos += sinceLast();
    }

    void describeEnds() {
        describeNanos += sinceLast();
    }

    private long sinceLast() {
        long left = deadline.remainingNanos();
        long spent = leftNanos - left;
        leftNanos = left;
        return spent;
    }

    ScanStatistics total() {
        return new ScanStatistics(
                sources,
                sourcesSkipped,
                rowsCovered,
                rowsRead,
                batches,
                tracesCovered,
                tracesEvaluated,
                tracesGathered,
                bytes,
                pruned,
                new ScanStatistics.StageTimes(leadNanos, traceNanos, describeNanos));
    }
}
