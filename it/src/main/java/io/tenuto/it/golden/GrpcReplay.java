package io.tenuto.it.golden;

import io.tenuto.it.client.StreamingClient;
import io.tenuto.it.process.ServerProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends recorded gRPC requests to the port for gRPC and to that for HTTP, and compares the last message and the
/// status.
final class GrpcReplay implements AutoCloseable {
    private final List<StreamingClient> clients;
    private final Set<String> splitTraces;

    GrpcReplay(ServerProcess server, Set<String> splitTraces) {
        this.clients = List.of(
                new StreamingClient(server.ports().grpc()),
                new StreamingClient(server.ports().http()));
        this.splitTraces = splitTraces;
    }

    /// What is wrong with the answer; "" if nothing.
    String difference(Entry entry) {
        String first = difference(entry, clients.getFirst());
        return first.isEmpty() ? difference(entry, clients.getLast()) : first;
    }

    private String difference(Entry entry, StreamingClient client) {
        Map<String, String> metadata = new HashMap<>();
        for (Map.Entry<String, JsonNode> header :
                entry.fields().path("metadata").properties()) {
            metadata.put(header.getKey(), header.getValue().asString());
        }
        StreamingClient.Outcome outcome = client.call(
                entry.text("service"), entry.text("method"), entry.fields().path("request"), metadata);
        String expectedCode =
                entry.text("code").replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        if (!outcome.code().equals(expectedCode)) {
            return "status " + outcome.code() + " instead of " + expectedCode + ": " + outcome.text();
        }
        if (!outcome.text().equals(entry.text("message"))) {
            return "text \"" + outcome.text() + "\" instead of \"" + entry.text("message") + '"';
        }
        JsonNode messages = entry.fields().path("messages");
        if (messages.isEmpty()) return outcome.messages().isEmpty() ? "" : "messages were sent, none is expected";
        if (outcome.messages().isEmpty()) return "no message was sent";
        var comparison = new Comparison(entry.rules(), splitTraces, false);
        return comparison.difference(
                withoutEmpty(messages.get(messages.size() - 1)),
                withoutEmpty(outcome.messages().getLast()));
    }

    /// Protobuf does not tell an empty list from none.
    private static JsonNode withoutEmpty(JsonNode message) {
        if (!(message.deepCopy() instanceof ObjectNode copy)) return message;
        for (String name : List.of("traces", "series", "scopes", "tagNames", "tagValues")) {
            if (copy.path(name).isArray() && copy.path(name).isEmpty()) copy.remove(name);
        }
        if (!copy.has("metrics")) copy.putObject("metrics");
        return copy;
    }

    @Override
    public void close() {
        clients.forEach(StreamingClient::close);
    }
}
