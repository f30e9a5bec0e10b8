package io.tenuto.blocks.catalog;

import io.tenuto.base.Check;
import io.tenuto.model.TenantId;

/// Records that no block could take, kept as they came in the object that [#id] names; queries do not read them.
///
/// @param id of the object, as block identifiers are
/// @param fromOffset of the first record kept
/// @param toOffset one past the last record kept; records of others lie between
/// @param records how many are kept
/// @param maxReceivedUnixNanos when the log took the latest of them
/// @param reason why no block could take them
/// Source: docs/formats/quarantine.md
public record Quarantined(
        String id,
        TenantId tenant,
        LogPartition partition,
        long fromOffset,
        long toOffset,
        long records,
        long maxReceivedUnixNanos,
        String reason) {
    public Quarantined {
        Check.argument(!id.isEmpty(), "a quarantine id must not be empty");
        Check.argument(
                fromOffset >= 0 && fromOffset < toOffset && records > 0,
                "quarantine %s: %s records of [%s, %s)",
                id,
                records,
                fromOffset,
                toOffset);
    }
}
