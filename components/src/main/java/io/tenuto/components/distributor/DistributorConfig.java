package io.tenuto.components.distributor;

import io.tenuto.base.Check;
import java.time.Duration;

/// @param rateBytes bytes a second that a tenant may send (`overrides.defaults.ingestion.rate_limit_bytes`)
/// @param burstBytes bytes that it may send at once (`overrides.defaults.ingestion.burst_size_bytes`)
/// @param attributeBytesMax longer keys and string values are cut; 0 for no limit (`distributor.max_attribute_bytes`)
/// @param appendPatience how long a request may wait for the disk
public record DistributorConfig(long rateBytes, long burstBytes, int attributeBytesMax, Duration appendPatience) {
    public DistributorConfig {
        Check.argument(rateBytes > 0, "ingestion.rate_limit_bytes must be positive, not %s", rateBytes);
        Check.argument(burstBytes > 0, "ingestion.burst_size_bytes must be positive, not %s", burstBytes);
        Check.argument(attributeBytesMax >= 0, "max_attribute_bytes is negative: %s", attributeBytesMax);
        Check.argument(appendPatience.isPositive(), "append patience must be positive, not %s", appendPatience);
    }
}
