package io.tenuto.objectstore;

import io.tenuto.base.Check;

/// A key of 1 to 1,024 bytes: parts separated by `/`, none of them empty, `.` or `..`.
public record ObjectKey(String value) implements Comparable<ObjectKey> {
    public ObjectKey {
        Check.argument(!value.isEmpty() && value.length() <= 1024, "object key has %s characters", value.length());
        for (String part : value.split("/", -1)) {
            Check.argument(
                    !part.isEmpty() && !part.equals(".") && !part.equals(".."), "object key has a bad part: %s", value);
        }
    }

    public ObjectKey child(String part) {
        return new ObjectKey(value + "/" + part);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
