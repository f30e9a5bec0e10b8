package io.tenuto.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// The page's files, from the class path. Nothing is loaded from elsewhere, and the policy header says so.
final class StaticFiles {
    private static final String FOLDER = "/io/tenuto/ui/static";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    private static final String INDEX = "/index.html";
    /// Where the page learns what its requests begin with.
    private static final String NO_PREFIX = "<meta name=\"api-prefix\" content=\"\">";

    private StaticFiles() {}

    static Optional<HttpResponse> get(String path, ApiPrefix apiPrefix) {
        String name = path.equals("/") ? INDEX : path;
        if (name.contains("..") || name.contains("//") || !name.startsWith("/")) return Optional.empty();
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
        if (type.isEmpty()) return Optional.empty();
        try (InputStream in = StaticFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) return Optional.empty();
            ResponseHeaders headers = ResponseHeaders.builder(HttpStatus.OK)
                    .set(HttpHeaderNames.CONTENT_TYPE, type)
                    .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                    .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                    .build();
            return Optional.of(HttpAnswers.whole(headers, content(name, in.readAllBytes(), apiPrefix)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static byte[] content(String name, byte[] bytes, ApiPrefix apiPrefix) {
        if (!name.equals(INDEX) || apiPrefix.text().isEmpty()) return bytes;
        String page = new String(bytes, StandardCharsets.UTF_8);
        return page.replace(NO_PREFIX, NO_PREFIX.replace("\"\"", '"' + apiPrefix.text() + '"'))
                .getBytes(StandardCharsets.UTF_8);
    }
}
