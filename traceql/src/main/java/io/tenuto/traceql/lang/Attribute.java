package io.tenuto.traceql.lang;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;

/// An attribute by name.
public sealed interface Attribute extends FieldReference {
    /// The name without scope and quotes; may be empty.
    String name();

    /// Looked up in one scope only.
    record Scoped(AttributeKey key) implements Attribute {
        @Override
        public String name() {
            return key.name();
        }
    }

    /// `.name`: the span's attribute, else the resource's, else the instrumentation scope's; the first present wins.
    record Unscoped(String name) implements Attribute {}

    /// An attribute of the parent span. Parses, and validation rejects it: no valid query holds one.
    record OfParent(Attribute of) implements Attribute {
        @Override
        public String name() {
            return of.name();
        }
    }

    static Attribute of(AttributeScope scope, String name) {
        return new Scoped(new AttributeKey(scope, name));
    }

    static Attribute unscoped(String name) {
        return new Unscoped(name);
    }
}
