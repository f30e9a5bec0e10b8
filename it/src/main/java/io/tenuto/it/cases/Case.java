package io.tenuto.it.cases;

import java.util.List;
import java.util.Map;

/// One recorded case: its fields as read. Asking for a missing field is an error of the case file.
@SuppressWarnings("unchecked")
record Case(Map<String, Object> fields) {
    String id() {
        return text("id");
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    Object field(String field) {
        Object value = fields.get(field);
        if (value == null) throw new IllegalArgumentException("case " + fields.get("id") + " has no " + field);
        return value;
    }

    String text(String field) {
        return field(field).toString();
    }

    boolean isTrue(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    long integer(String field) {
        return ((Number) field(field)).longValue();
    }

    List<Object> list(String field) {
        return (List<Object>) field(field);
    }

    Map<String, Object> map(String field) {
        return (Map<String, Object>) field(field);
    }
}
