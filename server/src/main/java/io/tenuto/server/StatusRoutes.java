package io.tenuto.server;

import java.util.Map;
import java.util.Optional;

/// What the status pages say; the server only carries it. Thread safe.
public interface StatusRoutes {
    /// A page's answer.
    record Page(int status, String contentType, String body) {
        private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

        public static Page text(String body) {
            return new Page(200, PLAIN_TEXT, body);
        }

        boolean isPlainText() {
            return contentType.equals(PLAIN_TEXT);
        }

        public static Page json(String body) {
            return new Page(200, "application/json", body);
        }
    }

    /// The page at `path`, empty if there is none.
    ///
    /// @param parameters the query's parameters, the first of each name
    /// @param accept the header of that name, "" for none
    Optional<Page> get(String path, Map<String, String> parameters, String accept);

    /// Whether requests are welcome: from when all parts run and live data has caught up, until the process stops.
    boolean isReady();

    /// Builds and publishes blocks of everything acknowledged; only loopback clients may ask.
    Page flush();
}
