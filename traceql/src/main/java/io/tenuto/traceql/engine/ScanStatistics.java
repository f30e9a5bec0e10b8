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
public record ScanStatistics(
        long sources,
        long sourcesSkipped,
        long rowsCovered,
        long rowsRead,
        long batches,
        long tracesCovered,
        long tracesEvaluated,
        long tracesGathered,
        long bytes) {
    public static final ScanStatistics NONE = new ScanStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0);

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
                bytes + other.bytes);
    }
}
