package io.tenuto.components.distributor;

import io.tenuto.base.Check;
import java.time.Duration;

/// @param appendPatience how long a request may wait for the disk
public record DistributorConfig(Duration appendPatience) {
    public DistributorConfig {
        Check.argument(appendPatience.isPositive(), "append patience must be positive, not %s", appendPatience);
    }
}
