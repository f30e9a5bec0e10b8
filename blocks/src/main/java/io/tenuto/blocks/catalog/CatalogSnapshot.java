package io.tenuto.blocks.catalog;

import io.tenuto.model.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The state after commit `number`: live blocks, coverage and what is missing agree by construction. Immutable.
public interface CatalogSnapshot {
    long number();

    /// Live blocks of a tenant, newest trace start first.
    List<BlockMeta> blocks(TenantId tenant);

    Map<String, BlockMeta> blocksById();

    /// The offset up to which blocks hold the partition; 0 where nothing is covered.
    long coverage(LogPartition partition);

    Map<LogPartition, Long> coverage();

    /// What the log lost, in the order of the commits.
    List<LogGap> gaps();

    /// What no block could take, in the order of the commits.
    List<Quarantined> quarantined();

    default Optional<BlockMeta> block(String id) {
        return Optional.ofNullable(blocksById().get(id));
    }
}
