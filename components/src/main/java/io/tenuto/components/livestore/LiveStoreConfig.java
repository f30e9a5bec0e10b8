package io.tenuto.components.livestore;

import io.tenuto.base.Check;
import java.time.Duration;

/// How much live data is kept and in what pieces.
///
/// @param keepAtLeast how long rows stay after they came, even if covered sooner (`live_store.complete_block_timeout`)
/// @param coverGrace how long rows stay after a commit covered them, for queries planned before it
/// @param segmentBytesMax a mutable segment is sealed at this size
/// @param segmentAgeMax a mutable segment is sealed at this age
/// @param sharedTenantBytesMax as long as a tenant's records take no more bytes than this its rows share a segment with
/// those of other tenants; a query decodes so many bytes each time
/// @param memoryBytesMax budget of all segments on the heap; above three quarters of it sealed segments go to disk,
/// above all of it covered rows go early, and consuming stops until some did
public record LiveStoreConfig(
        Duration keepAtLeast,
        Duration coverGrace,
        long segmentBytesMax,
        Duration segmentAgeMax,
        int sharedTenantBytesMax,
        long memoryBytesMax,
        SpillConfig spill) {
    public LiveStoreConfig {
        Check.argument(!keepAtLeast.isNegative(), "live_store.complete_block_timeout: %s is negative", keepAtLeast);
        Check.argument(!coverGrace.isNegative(), "the grace after coverage is negative: %s", coverGrace);
        Check.argument(segmentBytesMax > 0, "segment size must be positive, not %s", segmentBytesMax);
        Check.argument(segmentAgeMax.isPositive(), "segment age must be positive, not %s", segmentAgeMax);
        Check.argument(memoryBytesMax >= segmentBytesMax, "live budget %s is below one segment", memoryBytesMax);
    }

    /// Bytes on the heap above which sealed segments go to disk: a quarter is for what comes while they are written.
    long spillAtBytes() {
        return memoryBytesMax / 4 * 3;
    }
}
