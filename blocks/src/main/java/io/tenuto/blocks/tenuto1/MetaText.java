package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.catalog.BlockMeta;

/// A meta as JSON for people and rescue; nothing of ours reads it.
final class MetaText {
    private MetaText() {}

    static String of(BlockMeta meta) {
        return """
            {"format":"%s","formatVersion":%d,"id":"%s","tenant":"%s","rowCount":%d,"traceCount":%d,\
            "minStartUnixNanos":%d,"maxEndUnixNanos":%d,"maxTraceStartUnixNanos":%d,"minReceivedUnixNanos":%d,\
            "maxReceivedUnixNanos":%d,"compactionLevel":%d,"sizeBytes":%d,"layout":%s}
            """.formatted(
                        meta.format(),
                        meta.formatVersion(),
                        meta.id(),
                        meta.tenant().value(),
                        meta.rowCount(),
                        meta.traceCount(),
                        meta.minStartUnixNanos(),
                        meta.maxEndUnixNanos(),
                        meta.maxTraceStartUnixNanos(),
                        meta.minReceivedUnixNanos(),
                        meta.maxReceivedUnixNanos(),
                        meta.compactionLevel(),
                        meta.sizeBytes(),
                        meta.layout());
    }
}
