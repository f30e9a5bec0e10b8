package io.tenuto.it.client;

import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a server and reads its JSON.
public final class Answers {
    private static final JsonMapper JSON = new JsonMapper();

    private Answers() {}

    /// The parsed body of a 200 answer to GET `path`.
    public static JsonNode json(ServerProcess server, String path) {
        HttpResponse<String> answer = server.get(path);
        if (answer.statusCode() != 200)
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        return JSON.readTree(answer.body());
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Number of spans of the trace as trace by ID v2 returns it; 0 when there is none.
    public static int spanCount(ServerProcess server, TraceId id) {
        int count = 0;
        for (JsonNode resource :
                json(server, "/api/v2/traces/" + id.toHex()).path("trace").path("resourceSpans")) {
            for (JsonNode scope : resource.path("scopeSpans"))
                count += scope.path("spans").size();
        }
        return count;
    }

    /// Number of spans that match `query`, over all traces from `startSeconds` to `endSeconds`.
    public static long matchedSpans(ServerProcess server, String query, long startSeconds, long endSeconds) {
        String path =
                "/api/search?spss=1&limit=262144&q=" + encode(query) + "&start=" + startSeconds + "&end=" + endSeconds;
        long matched = 0;
        for (JsonNode trace : json(server, path).path("traces"))
            matched += trace.path("spanSet").path("matched").asLong(0);
        return matched;
    }
}
