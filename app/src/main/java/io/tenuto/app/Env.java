package io.tenuto.app;

import io.tenuto.app.config.Settings;
import io.tenuto.base.Clock;
import io.tenuto.base.Entropy;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What every target is built from.
///
/// @param onFatal called by a part that cannot go on; ends the process
record Env(Settings settings, Clock clock, Entropy entropy, PrometheusMetrics metrics, Consumer<Throwable> onFatal) {
    Path dataPath() {
        return Path.of(settings.text("data.path", "./tenuto-data"));
    }
}
