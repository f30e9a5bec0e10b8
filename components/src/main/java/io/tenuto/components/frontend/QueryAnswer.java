package io.tenuto.components.frontend;

/// A result with what it stands on.
///
/// @param snapshot number of the catalog snapshot
/// @param isBehind whether live data ended before the log's end as of the request
/// @param blockCount blocks in range
/// @param blockBytes their size
/// @param jobCount jobs planned
/// @param completedJobCount jobs that ran; fewer when the answer was complete early
public record QueryAnswer<P>(
        P result,
        long snapshot,
        boolean isBehind,
        int blockCount,
        long blockBytes,
        int jobCount,
        int completedJobCount) {}
