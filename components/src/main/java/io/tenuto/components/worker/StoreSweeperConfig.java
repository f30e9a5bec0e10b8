package io.tenuto.components.worker;

import io.tenuto.base.Check;
import java.time.Duration;

/// When objects that no live block owns are deleted.
///
/// @param pause between two turns
/// @param removedGrace how long the objects of a removed block stay
/// @param orphanGrace how long objects stay that no commit names
public record StoreSweeperConfig(Duration pause, Duration removedGrace, Duration orphanGrace) {
    public static final StoreSweeperConfig DEFAULT =
            new StoreSweeperConfig(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(24));

    public StoreSweeperConfig {
        Check.argument(pause.isPositive(), "the pause between sweeps must be positive: %s", pause);
    }
}
