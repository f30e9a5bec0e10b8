package io.tenuto.traceql.lang;

/// The type of a value or, before a span is seen, what is known of it.
public enum StaticType {
    NIL("TypeNil"),
    /// Known at run time only.
    ATTRIBUTE("TypeAttribute"),
    INT("TypeInt"),
    FLOAT("TypeFloat"),
    STRING("TypeString"),
    BOOL("TypeBoolean"),
    INTS("TypeIntArray"),
    FLOATS("TypeFloatArray"),
    STRINGS("TypeStringArray"),
    BOOLS("TypeBooleanArray"),
    DURATION("TypeDuration"),
    STATUS("TypeStatus"),
    KIND("TypeKind");

    private final String errorText;

    StaticType(String errorText) {
        this.errorText = errorText;
    }

    /// How error messages name it.
    public String errorText() {
        return errorText;
    }

    public boolean isNumeric() {
        return this == INT || this == FLOAT || this == DURATION;
    }

    public boolean isArray() {
        return this == INTS || this == FLOATS || this == STRINGS || this == BOOLS;
    }

    /// The type of an array's elements; any other type is its own.
    public StaticType element() {
        return switch (this) {
            case INTS -> INT;
            case FLOATS -> FLOAT;
            case STRINGS -> STRING;
            case BOOLS -> BOOL;
            default -> this;
        };
    }
}
