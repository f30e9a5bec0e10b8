package io.tenuto.app.config;

/// Words on limits in the old flat form.
final class LegacyOverrides {
    static final String REFUSED = "DEPRECATED: legacy overrides config format is in use. Put the limits in their blocks"
            + " below overrides.defaults, or allow the flat form by overrides.enable_legacy_overrides: true"
            + " or -config.enable-legacy-overrides.";

    static final String WARNING =
            "DEPRECATED: Legacy (flat, unscoped) overrides format is in use and will be removed in a future release.";

    private LegacyOverrides() {}
}
