package io.tenuto.app.status;

import io.tenuto.wire.JsonWriter;
import java.util.Locale;

/// What was built, and what API it speaks.
///
/// @param own our version
/// @param api the version of the API; clients choose features by it
/// @param branch "" if the build did not tell
/// @param revision the commit, "" if the build did not tell
public record BuildFacts(String own, String api, String branch, String revision) {
    /// What `-version` prints.
    public String text() {
        return """
            tenuto, version %s (branch: %s, revision: %s)
              java version:     %s
              platform:         %s/%s
              api:              %s
            """.formatted(
                        own,
                        branch,
                        revision,
                        Runtime.version(),
                        System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT),
                        System.getProperty("os.arch", "unknown"),
                        api);
    }

    String json() {
        return new JsonWriter()
                .beginObject()
                .field("version", api)
                .field("revision", revision.isEmpty() ? own : revision)
                .field("branch", branch)
                .field("buildUser", "")
                .field("buildDate", "")
                .field("goVersion", "")
                .endObject()
                .toString();
    }
}
