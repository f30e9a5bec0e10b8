package io.tenuto.app;

import io.tenuto.app.status.BuildFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Versions that the process tells.
final class Version {
    /// The version of the API that we speak; clients choose features by it.
    static final String API = "3.1.0";

    /// Our own, as the build wrote it.
    static final String OWN;

    /// The commit of the build, "" if it was not told.
    static final String REVISION;

    /// The branch of the build, "" if it was not told.
    static final String BRANCH;

    static {
        var build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/io/tenuto/app/build.properties")) {
            if (in != null) build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OWN = build.getProperty("version", "");
        REVISION = build.getProperty("revision", "");
        BRANCH = build.getProperty("branch", "");
    }

    private Version() {}

    static BuildFacts facts() {
        return new BuildFacts(OWN, API, BRANCH, REVISION);
    }
}
