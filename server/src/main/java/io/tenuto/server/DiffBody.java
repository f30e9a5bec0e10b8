package io.tenuto.server;

import io.tenuto.base.RequestException;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// An object of the request that compares two traces. Names count however they are capitalised, unknown ones do not,
/// null is nothing, and values of a wrong kind are refused.
///
/// @param path names that lead to it, "" for the outermost
record DiffBody(JsonNode object, String path) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TYPE = "TraceDiffRequest";

    /// The first JSON value of the body; what follows it is ignored.
    ///
    /// @throws RequestException if it is no JSON, or no object
    static DiffBody read(byte[] body) {
        try {
            JsonNode first = JSON.readTree(Arrays.copyOf(body, GoJson.end(body)));
            if (first.isObject() || first.isNull()) return new DiffBody(first, "");
            throw refused("json: cannot unmarshal %s into Go value of type api.%s".formatted(kind(first), TYPE));
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            throw refused(e.getOriginalMessage());
        }
    }

    /// The object of that name, an empty one if there is none.
    DiffBody object(String name) {
        JsonNode found = find(name);
        boolean isObject = found.isMissingNode() || found.isObject();
        if (!isObject) throw wrongKind(name, kind(found), "struct");
        return new DiffBody(found, path + name + ".");
    }

    /// "" if there is none.
    String text(String name) {
        JsonNode found = find(name);
        if (found.isMissingNode()) return "";
        if (!found.isString()) throw wrongKind(name, kind(found), "string");
        return found.asString();
    }

    /// 0 if there is none.
    long whole(String name) {
        JsonNode found = find(name);
        if (found.isMissingNode()) return 0;
        boolean isWhole = found.isIntegralNumber() && found.canConvertToLong();
        String kind = found.isNumber() ? "number " + found.asString() : kind(found);
        if (!isWhole) throw wrongKind(name, kind, "int64");
        return found.asLong();
    }

    private JsonNode find(String name) {
        JsonNode found = MissingNode.getInstance();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            boolean isIt =
                    member.getKey().equalsIgnoreCase(name) && !member.getValue().isNull();
            if (isIt) found = member.getValue();
        }
        return found;
    }

    private RequestException wrongKind(String name, String kind, String wanted) {
        return refused("json: cannot unmarshal %s into Go struct field %s.%s%s of type %s"
                .formatted(kind, TYPE, path, name, wanted));
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "bool";
            case STRING -> "string";
            case NUMBER -> "number";
            case OBJECT -> "object";
            default -> "null";
        };
    }

    private static RequestException refused(String problem) {
        return RequestException.invalid("invalid trace diff request body: " + problem);
    }
}
