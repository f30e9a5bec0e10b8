package io.tenuto.app.status;

import io.tenuto.server.ApiPrefix;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page of all paths.
final class Endpoints {
    private static final List<String> STATUS = List.of(
            "/api/echo",
            "/api/status/buildinfo",
            "/live-store/ring",
            "/memberlist",
            "/metrics",
            "/partition-ring",
            "/ready",
            "/status",
            "/status/overrides",
            "/status/overrides/{tenant}",
            "/status/usage-stats",
            "/status/{endpoint}");
    private static final Pattern VARIABLE = Pattern.compile("\\{[A-Za-z]+(:[^}]*)?}");

    private Endpoints() {}

    /// @param serverPaths the paths that the server routes itself
    /// @param apiPrefix before those of pages that have one
    static String page(List<String> serverPaths, ApiPrefix apiPrefix) {
        var all = new TreeSet<String>();
        for (String page : STATUS) all.add(apiPrefix.shown(page));
        serverPaths.stream()
                .map(path -> path.endsWith("/*") ? path.substring(0, path.length() - 1) : path)
                .filter(path -> !path.equals("/"))
                .forEach(all::add);
        var table = new TextTable(-1, "NAME", "REGEX");
        for (String path : all) table.add(path, regex(path));
        return "GET /status/endpoints\n" + table.render() + "\nAPI documentation: docs/ of the distribution\n\n";
    }

    private static String regex(String path) {
        Matcher variable = VARIABLE.matcher(path);
        var out = new StringBuilder("^");
        int number = 0;
        while (variable.find()) {
            String inner =
                    variable.group(1) == null ? "[^/]+" : variable.group(1).substring(1);
            variable.appendReplacement(out, Matcher.quoteReplacement("(?P<v%d>%s)".formatted(number++, inner)));
        }
        variable.appendTail(out);
        return path.endsWith("/") ? out.toString() : out.append('$').toString();
    }
}
