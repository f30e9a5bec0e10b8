package io.tenuto.components.frontend;

import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import java.time.Instant;
import java.util.ArrayList;

/// What an answer may lack of what was acknowledged.
///
/// Nobody can tell the times of spans that cannot be read. But they came before the loss was found, so a question about
/// later times alone cannot miss them; any other says how much it may miss, however long ago that was.
///
/// @param isBehind whether live data ended before the log's end as of the request
/// @param lostRecords records that the log lost before any block held them, of whatever tenant
/// @param unreadRecords records of the tenant that are kept, but that no query can read
public record Shortfall(boolean isBehind, long lostRecords, long unreadRecords) {
    public static final Shortfall NONE = new Shortfall(false, 0, 0);

    /// What `snapshot` knows to be missing from a question of `tenant` about `range`.
    static Shortfall of(CatalogSnapshot snapshot, TenantId tenant, TimeRange range) {
        long lost = 0;
        for (LogGap gap : snapshot.gaps()) {
            if (range.overlaps(Long.MIN_VALUE, unixNanos(gap.found()))) lost += gap.toOffset() - gap.fromOffset();
        }
        long unread = 0;
        for (Quarantined kept : snapshot.quarantined()) {
            boolean isAsked =
                    kept.tenant().equals(tenant) && range.overlaps(Long.MIN_VALUE, kept.maxReceivedUnixNanos());
            if (isAsked) unread += kept.records();
        }
        return new Shortfall(false, lost, unread);
    }

    private static long unixNanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /// What an answer may lack that was made of two. What the log lost is anybody's, and so the same in both.
    public Shortfall plus(Shortfall other) {
        return new Shortfall(
                isBehind || other.isBehind,
                Math.max(lostRecords, other.lostRecords),
                unreadRecords + other.unreadRecords);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /// Whether something is missing for good, not only until live data has caught up.
    public boolean isLasting() {
        return lostRecords > 0 || unreadRecords > 0;
    }

    /// What is missing, for programs: `lost-records=12, unread-records=3, live-data-behind`; "" if nothing is.
    public String text() {
        var parts = new ArrayList<String>();
        if (lostRecords > 0) parts.add("lost-records=" + lostRecords);
        if (unreadRecords > 0) parts.add("unread-records=" + unreadRecords);
        if (isBehind) parts.add("live-data-behind");
        return String.join(", ", parts);
    }

    /// What is missing for good, for people.
    public String message() {
        var parts = new ArrayList<String>();
        if (lostRecords > 0) parts.add(lostRecords + " log records were lost before they were stored");
        if (unreadRecords > 0) parts.add(unreadRecords + " log records are kept aside and cannot be read");
        return parts.isEmpty() ? "" : "Response may be incomplete: " + String.join("; ", parts);
    }
}
