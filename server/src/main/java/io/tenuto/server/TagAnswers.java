package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.JsonWriter;
import io.tenuto.wire.ProtoWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Tag names and values as JSON and as protobuf. Source: the messages of the public API.
final class TagAnswers {
    private TagAnswers() {}

    static JsonWriter json(TagApi.Texts answer, String member) {
        var out = new JsonWriter().beginObject().key(member).beginArray();
        answer.texts().forEach(out::text);
        return end(out.endArray(), answer.bytes());
    }

    static JsonWriter json(TagApi.Scopes answer) {
        var out = new JsonWriter().beginObject().key("scopes").beginArray();
        for (TagApi.Scope scope : answer.scopes()) {
            out.beginObject().field("name", scope.name()).key("tags").beginArray();
            scope.tags().forEach(out::text);
            out.endArray().endObject();
        }
        return end(out.endArray(), answer.bytes());
    }

    static JsonWriter json(TagApi.TypedValues answer) {
        var out = new JsonWriter().beginObject().key("tagValues").beginArray();
        for (TagApi.Typed value : answer.values()) {
            out.beginObject()
                    .field("type", value.type())
                    .fieldIfSet("value", value.text())
                    .endObject();
        }
        return end(out.endArray(), answer.bytes());
    }

    /// Values by their types, for language models.
    static JsonWriter llm(TagApi.TypedValues answer) {
        Map<String, List<String>> byType = answer.values().stream()
                .collect(Collectors.groupingBy(
                        TagApi.Typed::type, TreeMap::new, Collectors.mapping(TagApi.Typed::text, Collectors.toList())));
        var out = new JsonWriter().beginObject().key("tagValues").beginObject();
        byType.forEach((type, values) -> {
            out.key(type).beginArray();
            values.forEach(out::text);
            out.endArray();
        });
        out.endObject().key("metrics").beginObject();
        out.fieldIfSet("inspectedBytes", answer.bytes());
        return out.endObject().endObject();
    }

    private static JsonWriter end(JsonWriter out, long bytes) {
        out.key("metrics").beginObject().bigFieldIfSet("inspectedBytes", bytes).endObject();
        return out.endObject();
    }

    static ByteSlice protobuf(TagApi.Texts answer) {
        var out = new ProtoWriter();
        for (String text : answer.texts()) out.text(1, text);
        return end(out, answer.bytes());
    }

    static ByteSlice protobuf(TagApi.Scopes answer) {
        var out = new ProtoWriter();
        for (TagApi.Scope scope : answer.scopes()) {
            int mark = out.begin(1);
            out.text(1, scope.name());
            for (String tag : scope.tags()) out.text(2, tag);
            out.end(mark);
        }
        return end(out, answer.bytes());
    }

    static ByteSlice protobuf(TagApi.TypedValues answer) {
        var out = new ProtoWriter();
        for (TagApi.Typed value : answer.values()) {
            int mark = out.begin(1);
            out.text(1, value.type());
            out.textIfSet(2, value.text());
            out.end(mark);
        }
        return end(out, answer.bytes());
    }

    private static ByteSlice end(ProtoWriter out, long bytes) {
        int mark = out.begin(2);
        out.varintIfSet(1, bytes);
        out.end(mark);
        return out.toSlice();
    }
}
