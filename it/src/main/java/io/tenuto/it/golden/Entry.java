package io.tenuto.it.golden;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One recorded request with its answer.
record Entry(String name, JsonNode fields) {
    Set<Rule> rules() {
        return Rule.of(fields.path("compare"));
    }

    String text(String field) {
        return fields.path(field).asString("");
    }

    boolean has(String field) {
        return fields.has(field) && !fields.path(field).isNull();
    }

    boolean isGrpc() {
        return fields.has("service");
    }
}
