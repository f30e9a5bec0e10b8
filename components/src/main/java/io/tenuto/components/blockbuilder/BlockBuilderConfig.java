package io.tenuto.components.blockbuilder;

import io.tenuto.base.Check;
import java.time.Duration;

/// When a cycle ends.
///
/// @param cycleDuration longest time between a cycle's first record and its commit
/// (`block_builder.consume_cycle_duration`)
/// @param cycleBytesMax most bytes of columns held for one cycle, over all tenants
/// @param retryBackoff pause after a failed cycle, before jitter
public record BlockBuilderConfig(Duration cycleDuration, long cycleBytesMax, Duration retryBackoff) {
    public BlockBuilderConfig {
        Check.argument(
                cycleDuration.isPositive(),
                "block_builder.consume_cycle_duration must be positive, not %s",
                cycleDuration);
        Check.argument(cycleBytesMax > 0, "a cycle must be allowed some bytes, not %s", cycleBytesMax);
        Check.argument(retryBackoff.isPositive(), "the retry back-off must be positive, not %s", retryBackoff);
    }
}
