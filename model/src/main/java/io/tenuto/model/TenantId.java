package io.tenuto.model;

import io.tenuto.base.Check;
import java.util.Set;

/// A tenant's name: 1 to 150 characters out of letters, digits and `! - _ . * ' ( )`, neither `.` nor `..` nor one of
/// the folders that stand beside those of tenants in the object store.
public record TenantId(String value) implements Comparable<TenantId> {
    public static final int CHARACTERS_MAX = 150;

    private static final Set<String> RESERVED = Set.of("_catalog", "_catalog_checkpoints", "_catalog_probes", "_lease");

    /// The tenant of a process without multitenancy.
    public static final TenantId SINGLE = new TenantId("single-tenant");

    public TenantId {
        Check.argument(!value.isEmpty(), "a tenant id must not be empty");
        Check.argument(value.length() <= CHARACTERS_MAX, "tenant ID is too long: max %s characters", CHARACTERS_MAX);
        Check.argument(!value.equals(".") && !value.equals(".."), "tenant ID is '.' or '..'");
        Check.argument(!isReserved(value), "tenant ID '%s' is reserved", value);
        for (int i = 0; i < value.length(); i++) {
            Check.argument(
                    isAllowed(value.charAt(i)),
                    "tenant ID '%s' contains unsupported character '%s'",
                    value,
                    value.charAt(i));
        }
    }

    /// Whether a folder of the object store is no tenant's.
    public static boolean isReserved(String folder) {
        return RESERVED.contains(folder);
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
