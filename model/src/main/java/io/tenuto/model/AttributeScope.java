package io.tenuto.model;

/// Where an attribute lives.
public enum AttributeScope {
    SPAN("span"),
    RESOURCE("resource"),
    INSTRUMENTATION("instrumentation"),
    EVENT("event"),
    LINK("link");

    private final String label;

    AttributeScope(String label) {
        this.label = label;
    }

    /// The scope's name in TraceQL and in the tag APIs.
    public String label() {
        return label;
    }
}
