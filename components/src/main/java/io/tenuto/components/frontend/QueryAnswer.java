package io.tenuto.components.frontend;

/// A result with what it stands on.
///
/// @param snapshot number of the catalog snapshot
/// @param shortfall what it may lack
/// @param blockCount blocks in range
/// @param blockBytes their size
/// @param jobCount jobs planned
/// @param completedJobCount jobs that ran; fewer when the answer was complete early
public record QueryAnswer<P>(
        P result,
        long snapshot,
        Shortfall shortfall,
        int blockCount,
        long blockBytes,
        int jobCount,
        int completedJobCount) {
    /// The same answer with its result in another form.
    public <Q> QueryAnswer<Q> with(Q other) {
        return new QueryAnswer<>(other, snapshot, shortfall, blockCount, blockBytes, jobCount, completedJobCount);
    }

    /// Both answers as one, with `result` as what they came to.
    public QueryAnswer<P> plus(QueryAnswer<P> other, P joined) {
        return new QueryAnswer<>(
                joined,
                Math.max(snapshot, other.snapshot),
                shortfall.plus(other.shortfall),
                blockCount + other.blockCount,
                blockBytes + other.blockBytes,
                jobCount + other.jobCount,
                completedJobCount + other.completedJobCount);
    }
}
