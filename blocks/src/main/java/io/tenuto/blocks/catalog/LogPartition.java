package io.tenuto.blocks.catalog;

/// One partition of one incarnation of a log.
public record LogPartition(String logIdentity, int partition) {}
