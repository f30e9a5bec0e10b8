package io.tenuto.server;

/// Patterns of routes as people write paths.
final class RoutePaths {
    private RoutePaths() {}

    /// The path of a pattern, variables in braces.
    static String of(String pattern) {
        return pattern.startsWith("^")
                ? pattern.substring(1, pattern.length() - 1)
                        .replaceAll("\\(\\?<([A-Za-z]+)>.*?\\)", "{$1}")
                        .replace("\\.", ".")
                : pattern.replaceAll(":([A-Za-z]+)", "{$1}");
    }
}
