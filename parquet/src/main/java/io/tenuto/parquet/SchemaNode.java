package io.tenuto.parquet;

import io.tenuto.base.Check;
import java.util.List;

/// A field of a schema.
public sealed interface SchemaNode {
    String name();

    Repetition repetition();

    /// A field with fields of its own.
    record Group(String name, Repetition repetition, List<SchemaNode> children) implements SchemaNode {
        public Group {
            children = List.copyOf(children);
            Check.argument(!children.isEmpty(), "group %s has no fields", name);
        }
    }

    /// A field with values.
    ///
    /// @param fixedLength bytes of each value of a FIXED leaf, else 0
    record Leaf(String name, Repetition repetition, PhysicalType type, int fixedLength, Annotation annotation)
            implements SchemaNode {
        public Leaf {
            Check.argument(
                    (type == PhysicalType.FIXED) == (fixedLength > 0), "leaf %s: fixed length %s", name, fixedLength);
        }
    }

    static Leaf leaf(String name, Repetition repetition, PhysicalType type, Annotation annotation) {
        return new Leaf(name, repetition, type, 0, annotation);
    }

    static Leaf fixed(String name, Repetition repetition, int length) {
        return new Leaf(name, repetition, PhysicalType.FIXED, length, Annotation.NONE);
    }

    static Group repeated(String name, SchemaNode... children) {
        return new Group(name, Repetition.REPEATED, List.of(children));
    }
}
