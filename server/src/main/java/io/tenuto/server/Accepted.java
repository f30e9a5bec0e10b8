package io.tenuto.server;

/// The form of answer that an `Accept` header asks for: the first of these that it contains, JSON if none.
enum Accepted {
    PROTOBUF("application/protobuf"),
    JSON("application/json"),
    LLM("application/vnd.grafana.llm");

    private final String text;

    Accepted(String text) {
        this.text = text;
    }

    static Accepted of(String header) {
        for (Accepted form : values()) if (header.contains(form.text)) return form;
        return JSON;
    }

    /// As queriers read the header: protobuf if it says that and nothing else.
    static Accepted exactly(String header) {
        return header.equals(PROTOBUF.text) ? PROTOBUF : JSON;
    }

    String text() {
        return text;
    }
}
