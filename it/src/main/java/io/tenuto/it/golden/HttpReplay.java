package io.tenuto.it.golden;

import io.tenuto.it.process.ServerProcess;
import io.tenuto.traceql.lang.QueryFacts;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Sends recorded HTTP requests and compares the answers.
final class HttpReplay implements AutoCloseable {
    private static final Pattern REPEATED = Pattern.compile("<(.) repeated (\\d+) times>");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServerProcess server;
    private final Set<String> splitTraces;

    HttpReplay(ServerProcess server, Set<String> splitTraces) {
        this.server = server;
        this.splitTraces = splitTraces;
    }

    /// What is wrong with the answer; "" if nothing.
    String difference(Entry entry) {
        HttpResponse<byte[]> answer = send(entry);
        byte[] body = uncompressed(answer);
        int status = entry.fields().path("status").asInt(0);
        if (answer.statusCode() != status) {
            return "status " + answer.statusCode() + " instead of " + status + ": " + brief(body);
        }
        String headers = headerDifference(entry, answer);
        String content = bodyDifference(entry, body);
        return headers.isEmpty() || content.isEmpty() ? headers + content : content + "; " + headers;
    }

    private HttpResponse<byte[]> send(Entry entry) {
        boolean isIngest = entry.name().startsWith("ingest/");
        int port = isIngest ? server.ports().otlpHttp() : server.ports().http();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path(entry)))
                .timeout(PATIENCE)
                .method(entry.text("method"), body(entry));
        for (Map.Entry<String, JsonNode> header :
                entry.fields().path("requestHeaders").properties()) {
            request.header(header.getKey(), header.getValue().asString());
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// The path as sent. A recording may say `<x repeated 131072 times>` for what was too long to write down.
    private static String path(Entry entry) {
        return REPEATED.matcher(entry.text("path"))
                .replaceAll(place -> place.group(1).repeat(Integer.parseInt(place.group(2))));
    }

    private static HttpRequest.BodyPublisher body(Entry entry) {
        if (entry.has("requestBodyBase64")) {
            return HttpRequest.BodyPublishers.ofByteArray(Base64.getDecoder().decode(entry.text("requestBodyBase64")));
        }
        return entry.has("requestBody")
                ? HttpRequest.BodyPublishers.ofString(entry.text("requestBody"))
                : HttpRequest.BodyPublishers.noBody();
    }

    private static byte[] uncompressed(HttpResponse<byte[]> answer) {
        boolean isGzip =
                answer.headers().firstValue("content-encoding").orElse("").equals("gzip");
        if (!isGzip) return answer.body();
        try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String headerDifference(Entry entry, HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("content-type").orElse("");
        if (!type.equals(entry.text("contentType"))) {
            return "content type \"" + type + "\" instead of \"" + entry.text("contentType") + "\"";
        }
        for (Map.Entry<String, JsonNode> header : entry.fields().path("headers").properties()) {
            String value = answer.headers().firstValue(header.getKey()).orElse("");
            if (!value.equalsIgnoreCase(header.getValue().asString())) {
                return "header " + header.getKey() + " \"" + value + "\" instead of " + header.getValue();
            }
        }
        return "";
    }

    private String bodyDifference(Entry entry, byte[] body) {
        Set<Rule> rules = rulesOf(entry);
        var comparison = new Comparison(rules, splitTraces, isOfWholeTraces(entry));
        String text = new String(body, StandardCharsets.UTF_8);
        if (entry.has("bodyBase64"))
            return bytesDifference(entry, Base64.getDecoder().decode(entry.text("bodyBase64")), body);
        if (rules.contains(Rule.RAW_TEXT)) {
            String expected = RawJson.comparable(entry.text("bodyText"));
            String actual = RawJson.comparable(text);
            return textDifference(expected, actual);
        }
        if (entry.has("bodyText")) return textBodyDifference(rules, comparison, entry.text("bodyText"), text);
        try {
            JsonNode answered = Trees.JSON.readTree(text);
            return comparison.difference(entry.fields().path("body"), answered);
        } catch (JacksonException e) {
            return "no JSON: " + brief(body);
        }
    }

    /// Of a trace in several blocks it is chance which block is heard first, and so how its resources are put together:
    /// its spans are compared, each with its resource and scope.
    private Set<Rule> rulesOf(Entry entry) {
        var rules = EnumSet.noneOf(Rule.class);
        rules.addAll(entry.rules());
        String path = entry.text("path").replaceAll("\\?.*", "");
        String id = path.substring(path.lastIndexOf('/') + 1).replaceFirst("^0+", "");
        if (path.contains("/traces/") && splitTraces.contains(id)) rules.add(Rule.FLATTEN_SPANS);
        return rules;
    }

    private static String textBodyDifference(Set<Rule> rules, Comparison comparison, String expected, String actual) {
        if (rules.contains(Rule.SHAPE_ONLY)) return expected.isEmpty() == actual.isEmpty() ? "" : "empty or not";
        if (rules.contains(Rule.STATUS_AND_CODE_ONLY)) {
            return comparison.difference(Trees.JSON.readTree(expected), Trees.JSON.readTree(actual));
        }
        return textDifference(expected, actual);
    }

    /// Tags are conditions on a trace; of a query the language tells.
    private static boolean isOfWholeTraces(Entry entry) {
        String query = entry.fields().path("params").path("q").asString("");
        if (query.isEmpty()) return true;
        try {
            return QueryFacts.needsWholeTraces(TraceQl.parse(query));
        } catch (TraceQlException _) {
            return false;
        }
    }

    private static String textDifference(String expected, String actual) {
        int at = Arrays.mismatch(expected.toCharArray(), actual.toCharArray());
        if (at < 0) return "";
        return "text differs at " + at + ": expected " + around(expected, at) + ", got " + around(actual, at);
    }

    private static String around(String text, int at) {
        return '"' + text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 160)) + '"';
    }

    private static String bytesDifference(Entry entry, byte[] expected, byte[] actual) {
        if (Arrays.equals(expected, actual) || entry.rules().contains(Rule.SHAPE_ONLY)) return "";
        // Byte order within a message is the writer's choice; so is the order of attributes. All answers but the first
        // version of a trace tell in field 2 how much was read for them.
        int figures = entry.text("path").startsWith("/api/traces/") ? 0 : 2;
        return textDifference(ProtoText.comparable(expected, figures), ProtoText.comparable(actual, figures));
    }

    private static String brief(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    @Override
    public void close() {
        client.close();
    }
}
