package io.tenuto.traceql.engine;

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
        StageTimes times) {
    public static final ScanStatistics NONE = new ScanStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, new StageTimes(0, 0, 0));

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
                times.plus(other.times));
    }
}
