package io.tenuto.server;

import io.tenuto.base.Check;
import java.util.Optional;
import java.util.regex.Pattern;

/// What stands before the paths of the API, for processes that several share one address with: `/tempo` makes
/// `/tempo/api/search` of `/api/search` and `/querier/tempo/api/search` of the querier's. Status pages have none, but
/// for `/status/usage-stats`.
///
/// @param text as paths begin, without a slash at the end; "" for no prefix
public record ApiPrefix(String text) {
    private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");
    public static final ApiPrefix NONE = new ApiPrefix("");

    private static final String API = "/api/";
    private static final String QUERIER = "/querier";
    private static final String USAGE = "/status/usage-stats";
    private static final String REGEX = "regex:^";

    public ApiPrefix {
        Check.argument(
                SEGMENTS.matcher(text).matches(),
                "http_api_prefix must be like /tempo or /a/b, of letters, digits and ._~-, not \"%s\"",
                text);
    }

    /// As it is configured: slashes at the end mean nothing.
    public static ApiPrefix of(String configured) {
        int end = configured.length();
        while (end > 0 && configured.charAt(end - 1) == '/') end--;
        return new ApiPrefix(configured.substring(0, end));
    }

    /// Whether a path is one of queries.
    boolean isQuery(String path) {
        return path.startsWith(text + API) || path.startsWith(QUERIER + text + API);
    }

    /// The route of a path of the frontend.
    String route(String path) {
        return below(text, path);
    }

    /// The same of the querier.
    String querierRoute(String path) {
        return below(QUERIER + text, path);
    }

    private static String below(String prefix, String path) {
        return path.startsWith(REGEX)
                ? REGEX + prefix.replace(".", "\\.") + path.substring(REGEX.length())
                : prefix + path;
    }

    /// The page that is asked for; empty where its own path has the prefix and the one asked for has not.
    Optional<String> page(String asked) {
        if (text.isEmpty()) return Optional.of(asked);
        if (asked.startsWith(text + "/")) {
            String path = asked.substring(text.length());
            if (hasPrefix(path)) return Optional.of(path);
        }
        return hasPrefix(asked) ? Optional.empty() : Optional.of(asked);
    }

    /// A page's path as clients ask for it.
    public String shown(String page) {
        return hasPrefix(page) ? text + page : page;
    }

    private static boolean hasPrefix(String page) {
        return page.startsWith(API) || page.equals(USAGE);
    }
}
