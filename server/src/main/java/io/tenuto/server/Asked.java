package io.tenuto.server;

import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import java.util.List;

/// A question of the query API, however it came in.
///
/// @param tenants whose data is asked for, at least one
record Asked(List<TenantId> tenants, Parameters parameters, Deadline deadline) {
    Asked {
        tenants = List.copyOf(tenants);
    }
}
