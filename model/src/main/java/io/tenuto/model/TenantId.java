package io.tenuto.model;

import io.tenuto.base.Check;

/// A tenant's name: 1 to 150 characters out of letters, digits and `! - _ . * ' ( )`, neither `.` nor `..`.
public record TenantId(String value) implements Comparable<TenantId> {
    public static final int CHARACTERS_MAX = 150;

    /// The tenant of a process without multitenancy.
    public static final TenantId SINGLE = new TenantId("single-tenant");

    public TenantId {
        Check.argument(!value.isEmpty(), "a tenant id must not be empty");
        Check.argument(value.length() <= CHARACTERS_MAX, "tenant ID is too long: max %s characters", CHARACTERS_MAX);
        Check.argument(!value.equals(".") && !value.equals(".."), "tenant ID is '.' or '..'");
        for (int i = 0; i < value.length(); i++) {
            Check.argument(
                    isAllowed(value.charAt(i)),
                    "tenant ID '%s' contains unsupported character '%s'",
                    value,
                    value.charAt(i));
        }
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "!-_.*'()".indexOf(c) >= 0;
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
