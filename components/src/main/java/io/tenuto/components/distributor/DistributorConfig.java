package io.tenuto.components.distributor;

import io.tenuto.base.Check;
import java.time.Duration;

/// @param appendPatience how long a request may wait for the disk
/// @param retryAfter when a sender above its rate, or for whom there is no memory, is told to come again; zero to
/// tell nothing
public record DistributorConfig(Duration appendPatience, Duration retryAfter) {
    public DistributorConfig {
        Check.argument(appendPatience.isPositive(), "append patience must be positive, not %s", appendPatience);
        Check.argument(
                !retryAfter.isNegative(),
                "distributor.retry_after_on_resource_exhausted is %s, expected 0 or more",
                retryAfter);
    }
}
