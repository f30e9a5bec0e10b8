package io.tenuto.model;

import java.util.Optional;

/// Whose record it is. Without multitenancy everything belongs to one tenant; with it, a record without a valid tenant
/// header belongs to nobody and is counted and skipped.
public record TenantNaming(boolean multitenancy) {
    public Optional<TenantId> tenantOf(Optional<String> header) {
        if (header.isEmpty()) return multitenancy ? Optional.empty() : Optional.of(TenantId.SINGLE);
        try {
            return Optional.of(new TenantId(header.get()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
