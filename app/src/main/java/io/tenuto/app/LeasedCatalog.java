package io.tenuto.app;

import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.CommitOutcome;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.objectstore.lease.StoreLease;

/// A catalog that commits only while nobody else can hold the store's lease.
record LeasedCatalog(Catalog catalog, StoreLease lease) implements Catalog {
    @Override
    public CommitOutcome commit(CatalogChange change, Deadline deadline) {
        if (!lease.holds()) throw new ObjectStoreException("the lease of the object store is not held", true);
        return catalog.commit(change, deadline);
    }

    @Override
    public CatalogSnapshot snapshot() {
        return catalog.snapshot();
    }

    @Override
    public CatalogSnapshot refresh(Deadline deadline) {
        return catalog.refresh(deadline);
    }

    @Override
    public CatalogSnapshot await(long number, Deadline deadline) {
        return catalog.await(number, deadline);
    }

    @Override
    public void close() {
        catalog.close();
    }
}
