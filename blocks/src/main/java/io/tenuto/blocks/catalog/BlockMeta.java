package io.tenuto.blocks.catalog;

import io.tenuto.base.Check;
import io.tenuto.model.TenantId;

/// Everything a query plan needs to know of a block without opening it. Times are nanoseconds since 1970.
///
/// @param id random, lowercase hexadecimal with dashes
/// @param format the name of the block format with its version: `tenuto1`
/// @param minStartUnixNanos smallest span start
/// @param maxEndUnixNanos largest span end
/// @param maxTraceStartUnixNanos largest start of a trace fragment
/// @param minReceivedUnixNanos earliest log receive time of a record in it; retention goes by the latest
/// @param sizeBytes all objects together
/// @param layout format-specific facts (object sizes, footer places) as compact JSON text, at most 64 KiB
public record BlockMeta(
        String id,
        TenantId tenant,
        String format,
        int formatVersion,
        long rowCount,
        long traceCount,
        long minStartUnixNanos,
        long maxEndUnixNanos,
        long maxTraceStartUnixNanos,
        long minReceivedUnixNanos,
        long maxReceivedUnixNanos,
        int compactionLevel,
        long sizeBytes,
        String layout) {
    public BlockMeta {
        Check.argument(!id.isEmpty(), "a block id must not be empty");
        Check.argument(rowCount >= 0 && traceCount >= 0, "block %s: negative counts", id);
    }
}
