package io.tenuto.it.golden;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.tenuto.it.client.UnaryClient;
import io.tenuto.it.process.ServerProcess;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends recorded requests to a server and compares what it says and stores. Used by one thread.
final class IngestReplay implements AutoCloseable {
    private static final Set<String> RECEIVERS = Set.of("otlp_grpc", "otlp_http", "tempo_http");
    /// Words of the recorded server's parsers: only the status is compared.
    private static final Pattern PARSER = Pattern.compile(
            ".*(ReadObject|ReadArray|ID.UnmarshalJSONIter|json: cannot|strconv\\.|invalid header|unexpected EOF).*",
            Pattern.DOTALL);

    private static final Set<String> UNORDERED =
            Set.of("resourceSpans", "scopeSpans", "spans", "attributes", "events", "links");
    private static final String UNKNOWN_ENCODING = "br";

    private final ServerProcess server;
    private final UnaryClient grpc;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    IngestReplay(ServerProcess server) {
        this.server = server;
        this.grpc = new UnaryClient(server.ports().otlpGrpc(), UNKNOWN_ENCODING);
    }

    static boolean canReplay(JsonNode recorded) {
        return RECEIVERS.contains(recorded.path("receiver").asString());
    }

    /// What differs first; "" if nothing.
    String difference(JsonNode recorded) {
        String found = recorded.path("receiver").asString().equals("otlp_grpc")
                ? grpcDifference(recorded)
                : httpDifference(recorded);
        return found.isEmpty() ? tracesDifference(recorded) : found;
    }

    private String grpcDifference(JsonNode recorded) {
        JsonNode request = recorded.path("request");
        Map<String, String> metadata = texts(request.path("metadata"));
        UnaryClient.Outcome outcome = grpc.call(
                request.path("path").asString().substring(1),
                message(request),
                metadata,
                request.path("grpc-encoding").asString());
        JsonNode expected = recorded.path("response");
        int code = expected.path("grpc_status").asInt();
        if (outcome.code() != code) return "code " + outcome.code() + " (" + outcome.text() + "), not " + code;
        String text = expected.path("grpc_message").asString();
        if (!PARSER.matcher(text).matches() && !outcome.text().equals(text)) {
            return "text \"" + outcome.text() + "\", not \"" + text + "\"";
        }
        byte[] details = bytes(expected.path("headers_and_trailers")
                .path("grpc-status-details-bin")
                .asString(""));
        if (!Arrays.equals(outcome.details(), details)) {
            return "details " + Arrays.toString(outcome.details()) + ", not " + Arrays.toString(details);
        }
        boolean isSame = Arrays.equals(
                outcome.message(), bytes(expected.path("message").path("base64").asString("")));
        return isSame ? "" : "message " + Arrays.toString(outcome.message());
    }

    private String httpDifference(JsonNode recorded) {
        JsonNode request = recorded.path("request");
        boolean isQueryPort = recorded.path("receiver").asString().equals("tempo_http");
        int port = isQueryPort ? server.ports().http() : server.ports().otlpHttp();
        var sent = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + port + request.path("path").asString()))
                .timeout(Duration.ofSeconds(60));
        texts(request.path("headers")).forEach(sent::header);
        var body = request.has("body")
                ? HttpRequest.BodyPublishers.ofByteArray(
                        bytes(request.path("body").path("base64").asString()))
                : HttpRequest.BodyPublishers.noBody();
        HttpResponse<byte[]> answer =
                send(sent.method(request.path("method").asString(), body).build());
        JsonNode expected = recorded.path("response");
        int status = expected.path("status").asInt();
        if (answer.statusCode() != status) return "status " + answer.statusCode() + ", not " + status;
        for (String header : new String[] {"Content-Type", "Retry-After"}) {
            String wanted = expected.path("headers").path(header).asString("");
            String found = answer.headers().firstValue(header).orElse("");
            if (!found.replace(" ", "").equalsIgnoreCase(wanted.replace(" ", ""))) {
                return header + " \"" + found + "\", not \"" + wanted + "\"";
            }
        }
        return bodyDifference(expected.path("body"), answer.body());
    }

    private static String bodyDifference(JsonNode expected, byte[] found) {
        byte[] wanted = bytes(expected.path("base64").asString(""));
        if (Arrays.equals(wanted, found)) return "";
        JsonNode status = expected.path("google.rpc.Status");
        if (!status.isMissingNode()) {
            boolean isParser = PARSER.matcher(status.path("message").asString()).matches();
            if (isParser && codeOf(found) == status.path("code").asLong()) return "";
            return "body " + new String(found, StandardCharsets.UTF_8) + ", not " + status;
        }
        String text = new String(found, StandardCharsets.UTF_8);
        if (!text.startsWith("{")) return "body \"" + text + "\", not " + expected.path("text");
        JsonNode json = Trees.JSON.readTree(found);
        JsonNode wantedJson = Trees.JSON.readTree(wanted);
        if (PARSER.matcher(wantedJson.path("message").asString("")).matches()) {
            return json.path("code").equals(wantedJson.path("code")) ? "" : "body " + text;
        }
        return Trees.difference(wantedJson, json, false);
    }

    private String tracesDifference(JsonNode recorded) {
        String tenant = texts(recorded.path("request").path("headers"))
                .getOrDefault(
                        "X-Scope-OrgID",
                        texts(recorded.path("request").path("metadata")).getOrDefault("x-scope-orgid", ""));
        for (Map.Entry<String, JsonNode> trace : recorded.path("traces").properties()) {
            JsonNode expected = spansOf(trace.getValue());
            JsonNode found = spansOf(awaited(trace.getKey(), tenant, !expected.isEmpty()));
            String difference = Trees.difference(
                    Trees.sorted(expected, UNORDERED::contains), Trees.sorted(found, UNORDERED::contains), false);
            if (!difference.isEmpty()) return "trace " + trace.getKey() + difference;
            for (String variant : recorded.path("query_variants").propertyNames()) {
                if (!spansOf(trace(variant, tenant)).equals(found)) return "another trace by " + variant;
            }
        }
        return "";
    }

    /// Each span with its resource and scope: how spans are grouped is of no account. Flags, which the recorded server
    /// shows until a span is in a block and ours never does, are left out.
    private static ObjectNode spansOf(JsonNode trace) {
        ObjectNode all = Trees.JSON.createObjectNode();
        for (JsonNode resource : trace.path("resourceSpans")) {
            for (JsonNode scope : resource.path("scopeSpans")) {
                for (JsonNode span : scope.path("spans")) {
                    ObjectNode copy = (ObjectNode) span.deepCopy();
                    copy.remove("flags");
                    for (JsonNode link : copy.path("links")) ((ObjectNode) link).remove("flags");
                    ObjectNode whole = all.withArray("spans").addObject();
                    whole.set("resource", resource.path("resource"));
                    whole.set("scope", scope.path("scope"));
                    whole.set("span", copy);
                }
            }
        }
        return all;
    }

    /// The trace; one that is wanted may be answered a moment after it was acknowledged, when it has been read.
    private JsonNode awaited(String id, String tenant, boolean isWanted) {
        if (!isWanted) return trace(id, tenant);
        return await().atMost(Duration.ofSeconds(20)).until(() -> trace(id, tenant), trace -> !trace.isEmpty());
    }

    /// The trace as JSON; an empty object if there is none.
    private JsonNode trace(String id, String tenant) {
        var request = HttpRequest.newBuilder(server.uri("/api/v2/traces/" + id)).header("Accept", "application/json");
        if (!tenant.isEmpty()) request.header("X-Scope-OrgID", tenant);
        HttpResponse<byte[]> answer = send(request.build());
        if (answer.statusCode() == 404) return Trees.JSON.createObjectNode();
        JsonNode trace = Trees.JSON.readTree(answer.body()).path("trace");
        return trace.isMissingNode() ? Trees.JSON.createObjectNode() : trace;
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// The recorded message, or one that is as large as recorded where only its size is.
    private static byte[] message(JsonNode request) {
        JsonNode message = request.path("message");
        if (!message.has("sha256")) return bytes(message.path("base64").asString());
        int size = message.path("bytes").asInt();
        int filler = size - request(0).getSerializedSize();
        while (request(filler).getSerializedSize() > size) filler--;
        return request(filler).toByteArray();
    }

    private static ExportTraceServiceRequest request(int filler) {
        var request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder()
                .addScopeSpansBuilder()
                .addSpansBuilder()
                .addAttributes(KeyValue.newBuilder()
                        .setKey("k")
                        .setValue(AnyValue.newBuilder().setStringValue("v".repeat(filler))));
        return request.build();
    }

    private static long codeOf(byte[] status) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(status);
            return WireFormat.getTagFieldNumber(in.readTag()) == 1 ? in.readInt64() : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        object.properties()
                .forEach(property ->
                        texts.put(property.getKey(), property.getValue().asString()));
        return texts;
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    @Override
    public void close() {
        grpc.close();
        http.close();
    }
}
