package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.ColumnType;

/// Names of attribute columns in the file: a pure function of scope, key and type, readable, and unique even where
/// letters' case does not count.
///
/// `span` + `.` + key + `#` + type, the type left out for strings. Capital letters are written `^x`, bytes other than
/// lower-case letters, digits and `._-/` as `%hh`.
final class ColumnName {
    private ColumnName() {}

    static String of(String scope, ByteSlice key, ColumnType type) {
        return scope + "." + leaf(key, type);
    }

    /// The name without its scope, for columns inside a group.
    static String leaf(ByteSlice key, ColumnType type) {
        var name = new StringBuilder();
        for (byte b : key.toByteArray()) {
            int c = b & 0xFF;
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-' || c == '/') {
                name.append((char) c);
            } else if (c >= 'A' && c <= 'Z') {
                name.append('^').append((char) (c + 'a' - 'A'));
            } else {
                name.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return switch (type) {
            case STRING -> name.toString();
            case INT -> name + "#int";
            case DOUBLE -> name + "#double";
            case BOOLEAN -> name + "#bool";
            case ODD -> name + "#any";
            case NONE -> name + "#none";
        };
    }
}
