package io.tenuto.components.frontend;

import io.tenuto.blocks.catalog.BlockMeta;

/// Which sources a query reads, out of those that it would.
public sealed interface SourceChoice {
    /// Recent data only.
    record Live() implements SourceChoice {}

    /// One block only.
    record Block(String id) implements SourceChoice {}

    record Nothing() implements SourceChoice {}

    default boolean hasLive() {
        return this instanceof Live;
    }

    default boolean has(BlockMeta meta) {
        return this instanceof Block(String id) && meta.id().equals(id);
    }
}
