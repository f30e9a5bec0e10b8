package io.tenuto.server;

import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import java.util.List;

/// A question of the query API, however it came in.
///
/// @param tenants whose data is asked for, at least one
/// @param told gathers what the answer may lack
record Asked(List<TenantId> tenants, Parameters parameters, Deadline deadline, Told told) {
    Asked {
        tenants = List.copyOf(tenants);
    }
}
