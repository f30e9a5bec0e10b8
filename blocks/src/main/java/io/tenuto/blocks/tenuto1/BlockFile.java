package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.BlockCache;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.DenseColumns;
import io.tenuto.blocks.segment.ParsedEntries;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.blocks.tenuto1.Layout.Part;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.parquet.MembershipFilter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// A block's file: ranged reads and the sections of its index. Safe for many threads.
final class BlockFile {
    /// A parsed index takes about this much more memory than its bytes.
    private static final long MEMORY_FACTOR = 3;

    private final BlockMeta meta;
    private final ObjectStore store;
    private final BlockCache cache;
    private final ObjectKey key;
    private final Layout layout;
    private final Core core;

    /// The core section with what is derived from it.
    record Core(
            CoreIndex index,
            ParsedEntries resources,
            ParsedEntries scopes,
            AttributeMap attributes,
            Map<SparseColumn, int[]> firstValues) {
        static Core of(ByteSlice bytes) {
            CoreIndex index = CoreDecoder.decode(bytes);
            return new Core(
                    index,
                    ParsedEntries.of(index.resources(), false),
                    ParsedEntries.of(index.scopes(), true),
                    AttributeMap.of(index),
                    new ConcurrentHashMap<>());
        }

        /// For each of `entryCount` resources or scopes the index of its first value in the column, or -1.
        int[] firstValues(SparseColumn column, int entryCount) {
            return firstValues.computeIfAbsent(column, sparse -> DenseColumns.firstValues(sparse, entryCount));
        }
    }

    BlockFile(BlockMeta meta, ObjectStore store, BlockCache cache, Deadline deadline) {
        this.meta = meta;
        this.store = store;
        this.cache = cache;
        this.key = Tenuto1Format.folder(meta.tenant(), meta.id()).child(Tenuto1Format.DATA);
        this.layout = Layout.parse(meta.layout());
        this.core = section(Part.CORE, Core.class, Core::of, deadline);
        Check.data(
                core.index().rowCount() == meta.rowCount(),
                "block %s: the meta says %s rows, the index %s",
                meta.id(),
                meta.rowCount(),
                core.index().rowCount());
    }

    BlockMeta meta() {
        return meta;
    }

    CoreIndex index() {
        return core.index();
    }

    Core core() {
        return core;
    }

    StoredTraces traces(Deadline deadline) {
        int rows = core.index().rowCount();
        return section(Part.TRACES, StoredTraces.class, bytes -> StoredTraces.decode(bytes, rows), deadline);
    }

    StoredValues values(Deadline deadline) {
        return section(Part.VALUES, StoredValues.class, StoredValues::decode, deadline);
    }

    MembershipFilter filter(Deadline deadline) {
        return section(Part.FILTER, MembershipFilter.class, MembershipFilter::of, deadline);
    }

    private <T> T section(Part part, Class<T> type, Function<ByteSlice, T> parse, Deadline deadline) {
        Section section = layout.section(part);
        long weight = section.plainLength() * MEMORY_FACTOR + 256;
        return cache.get(new BlockCache.Key(meta.id(), part.name()), type, weight, () -> {
            ByteSlice packed = read(section.offset(), section.length(), deadline);
            try {
                return parse.apply(section.plain(packed));
            } catch (CorruptDataException e) {
                throw new CorruptDataException(
                        "block %s of tenant %s, section %s: %s"
                                .formatted(meta.id(), meta.tenant(), part, e.getMessage()),
                        e);
            }
        });
    }

    ByteSlice read(long offset, int length, Deadline deadline) {
        deadline.check("read block");
        Check.data(
                offset >= 0 && length >= 0 && offset + length <= layout.dataBytes(),
                "block %s: bytes [%s, +%s) of %s",
                meta.id(),
                offset,
                length,
                layout.dataBytes());
        return store.read(key, offset, length, deadline);
    }
}
