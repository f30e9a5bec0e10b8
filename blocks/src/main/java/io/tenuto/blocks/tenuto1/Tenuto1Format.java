package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.BlockCache;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.WritableBlockFormat;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;

/// Flat Parquet with an index inside. A draft: version 0 makes no promise to later versions.
public final class Tenuto1Format implements WritableBlockFormat {
    public static final String NAME = "tenuto1";

    static final int VERSION = 0;
    static final String DATA = "data.parquet";

    private final BlockCache cache;

    /// @param cacheBytesMax bound on the parsed indexes that are kept, over all blocks
    public Tenuto1Format(long cacheBytesMax) {
        this.cache = new BlockCache(cacheBytesMax);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    /// Where the objects of a block lie.
    public static ObjectKey folder(TenantId tenant, String blockId) {
        return new ObjectKey(tenant.value()).child(blockId);
    }

    @Override
    public StoredBlock open(BlockMeta meta, ObjectStore store, Deadline deadline) {
        Check.argument(meta.format().equals(NAME), "block %s is in format %s", meta.id(), meta.format());
        Check.data(meta.formatVersion() == VERSION, "block %s has version %s", meta.id(), meta.formatVersion());
        return new OpenBlock(new BlockFile(meta, store, cache, deadline));
    }

    @Override
    public BlockMeta write(NewBlock block, Segment segment, ObjectStore store, Deadline deadline) {
        return new BlockWriter(block, segment).write(store, deadline);
    }
}
