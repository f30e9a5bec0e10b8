package io.tenuto.blocks.vparquet5;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.BlockCache;
import io.tenuto.blocks.BlockFormat;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;

/// Blocks of Grafana Tempo, read in place. [BlockMeta#layout()] is the text of the block's `meta.json`.
///
/// Columns are found by name; columns that are missing are empty and unknown ones are passed over.
public final class Vparquet5Format implements BlockFormat {
    public static final String NAME = "vparquet5";

    /// The name in foreign metas.
    static final String FOREIGN_NAME = "vParquet5";

    static final int VERSION = 5;

    private final BlockCache cache;

    /// @param cacheBytesMax bound on the row groups that are kept as segments, over all blocks
    public Vparquet5Format(long cacheBytesMax) {
        this.cache = new BlockCache(cacheBytesMax);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isExact() {
        return false;
    }

    @Override
    public StoredBlock open(BlockMeta meta, ObjectStore store, Deadline deadline) {
        Check.argument(meta.format().equals(NAME), "block %s is in format %s", meta.id(), meta.format());
        ForeignMeta foreign = ForeignMeta.parse(meta.layout());
        ForeignFile file = file(meta.id(), meta.tenant().value(), meta.layout(), foreign, store, deadline);
        ObjectKey folder = new ObjectKey(meta.tenant().value()).child(meta.id());
        var filter = new TraceFilter(meta.id(), folder, foreign.bloomShards(), store, cache);
        return new ForeignBlock(file, new ForeignSource(meta, file), filter);
    }

    ForeignFile file(
            String blockId, String tenant, String json, ForeignMeta foreign, ObjectStore store, Deadline deadline) {
        ObjectKey key = new ObjectKey(tenant).child(blockId).child("data.parquet");
        return new ForeignFile(blockId, key, foreign.sizeBytes(), DedicatedColumn.of(json), store, cache, deadline);
    }
}
