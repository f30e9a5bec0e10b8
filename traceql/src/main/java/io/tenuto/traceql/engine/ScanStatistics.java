package io.tenuto.traceql.engine;

import io.tenuto.traceql.source.PrunedRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run read and what it could leave out, for people and for the figures in answers. Adds up over runs.
///
/// @param sources sources that were looked into
/// @param sourcesSkipped sources that could hold nothing newer than what was found
/// @param rowsCovered rows of the ranges looked into, read or pruned
/// @param rowsRead rows that filters were evaluated on, once for each filter that read them
/// @param batches batches read
/// @param tracesCovered traces of the ranges looked into
/// @param tracesEvaluated traces on which the pipeline was run
/// @param tracesGathered traces put together from several sources
/// @param bytes estimate of the bytes behind what was looked into
/// @param pruned rows left out unread, one entry for a condition and what contradicted it, most rows first
/// @param times where the time went
public record ScanStatistics(
        long sources,
        long sourcesSkipped,
        long rowsCovered,
        long rowsRead,
        long batches,
        long tracesCovered,
        long tracesEvaluated,
        long tracesGathered,
        long bytes,
        List<Pruned> pruned,
        StageTimes times) {
    public static final ScanStatistics NONE =
            new ScanStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), new StageTimes(0, 0, 0));

    public ScanStatistics {
        pruned = joined(pruned, List.of());
    }

    /// @param condition the condition in words
    public record Pruned(String condition, PrunedRows.Statistic statistic, long rows) {}

    private static List<Pruned> joined(List<Pruned> first, List<Pruned> second) {
        if (second.isEmpty() && first.size() <= 1) return List.copyOf(first);
        Map<Pruned, Long> rows = new LinkedHashMap<>();
        for (List<Pruned> list : List.of(first, second)) {
            for (Pruned one : list) rows.merge(new Pruned(one.condition(), one.statistic(), 0), one.rows(), Long::sum);
        }
        var joined = new ArrayList<Pruned>();
        rows.forEach((key, count) -> joined.add(new Pruned(key.condition(), key.statistic(), count)));
        joined.sort(Comparator.comparingLong(Pruned::rows).reversed().thenComparing(Pruned::condition));
        return List.copyOf(joined);
    }

    /// Nanoseconds of each stage; 0 for runs without a deadline.
    ///
    /// @param leadNanos scanning the filters that lead to traces
    /// @param traceNanos reading and evaluating those traces
    /// @param describeNanos reading what the answer says of them
    public record StageTimes(long leadNanos, long traceNanos, long describeNanos) {
        StageTimes plus(StageTimes other) {
            return new StageTimes(
                    leadNanos + other.leadNanos, traceNanos + other.traceNanos, describeNanos + other.describeNanos);
        }
    }

    public ScanStatistics plus(ScanStatistics other) {
        return new ScanStatistics(
                sources + other.sources,
                sourcesSkipped + other.sourcesSkipped,
                rowsCovered + other.rowsCovered,
                rowsRead + other.rowsRead,
                batches + other.batches,
                tracesCovered + other.tracesCovered,
                tracesEvaluated + other.tracesEvaluated,
                tracesGathered + other.tracesGathered,
                bytes + other.bytes,
                joined(pruned, other.pruned),
                times.plus(other.times));
    }
}
