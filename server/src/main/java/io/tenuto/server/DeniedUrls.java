package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.traceql.lang.Regexes;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.List;
import java.util.function.Predicate;

/// Queries that are not answered, by patterns of their URLs (`query_frontend.url_deny_list`). Immutable.
public final class DeniedUrls {
    public static final DeniedUrls NONE = new DeniedUrls(List.of());

    private final List<Predicate<String>> patterns;

    /// @param patterns regular expressions (RE2), each of which may match anywhere in a URL
    /// @throws IllegalArgumentException if one of them is wrong
    public DeniedUrls(List<String> patterns) {
        this.patterns = patterns.stream().map(DeniedUrls::anywhere).toList();
    }

    private static Predicate<String> anywhere(String pattern) {
        try {
            // Alone first: within the group an unbalanced parenthesis could close it.
            Regexes.compile(pattern);
            return Regexes.compile(".*(?:" + pattern + ").*")::matches;
        } catch (TraceQlException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// @param url path and query, as the client wrote them
    /// @throws RequestException if it is denied
    void check(String url) {
        if (patterns.stream().noneMatch(pattern -> pattern.test(url))) return;
        throw RequestException.invalid("Invalid request " + url + ". This query has been identified as one that"
                + " destabilizes our system. Contact your system administrator for more information");
    }
}
