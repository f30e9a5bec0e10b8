package io.tenuto.app;

/// Versions that the process tells.
final class Version {
    /// Our own.
    static final String OWN = "0.1.0-SNAPSHOT";

    /// The version of the API that we speak; clients choose features by it.
    static final String API = "3.1.0";

    private Version() {}
}
