package io.tenuto.blocks;

import io.tenuto.base.Check;
import io.tenuto.model.TenantId;

/// What a block is to be, apart from its spans.
///
/// @param id random, lowercase hexadecimal with dashes
/// @param minReceivedUnixNanos earliest log receive time of a record in it
public record NewBlock(
        String id, TenantId tenant, long minReceivedUnixNanos, long maxReceivedUnixNanos, int compactionLevel) {
    public NewBlock {
        Check.argument(id.matches("[0-9a-f-]{1,64}"), "block id %s", id);
        Check.argument(minReceivedUnixNanos <= maxReceivedUnixNanos, "block %s was received backwards", id);
    }
}
