package io.tenuto.blocks.catalog;

import io.tenuto.base.Deadline;

/// The log of what exists. Thread safe.
public interface Catalog extends AutoCloseable {
    /// The newest state known here. Never goes back; may lag behind the store by a poll interval.
    CatalogSnapshot snapshot();

    /// Reads what the store has beyond the present snapshot.
    CatalogSnapshot refresh(Deadline deadline);

    /// Applies `change` atomically, or says why it cannot be applied.
    CommitOutcome commit(CatalogChange change, Deadline deadline);

    /// Waits until the snapshot's number is at least `number` or the deadline passes; the snapshot then.
    CatalogSnapshot await(long number, Deadline deadline);

    @Override
    void close();
}
