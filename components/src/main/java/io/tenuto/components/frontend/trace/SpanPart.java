package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;

/// One span as clients get it: an OTLP message that always has a status and never flags.
///
/// @param message the encoded span
/// @param id span identifier as stored, usually 8 bytes
/// @param parentId empty for a root
/// @param statusCode 0 unset, 1 ok, 2 error
public record SpanPart(
        ByteSlice message,
        ByteSlice id,
        ByteSlice parentId,
        ByteSlice name,
        int kind,
        long startUnixNanos,
        long endUnixNanos,
        int statusCode) {
    public static final int KIND_SERVER = 2;
    public static final int KIND_CLIENT = 3;
    public static final int STATUS_ERROR = 2;

    /// Reads an encoded span, bringing it into the form that clients get.
    static SpanPart of(ByteSlice encoded) {
        ByteSlice id = ByteSlice.EMPTY;
        ByteSlice parent = ByteSlice.EMPTY;
        ByteSlice name = ByteSlice.EMPTY;
        long[] numbers = new long[4];
        boolean hasStatus = false;
        boolean hasFlags = false;
        var reader = new ProtoReader(encoded);
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.SPAN_ID -> id = reader.readSlice();
                case OtlpFields.SPAN_PARENT_ID -> parent = reader.readSlice();
                case OtlpFields.SPAN_NAME -> name = reader.readSlice();
                case OtlpFields.SPAN_KIND -> numbers[0] = reader.readVarint();
                case OtlpFields.SPAN_START -> numbers[1] = reader.readFixed64();
                case OtlpFields.SPAN_END -> numbers[2] = reader.readFixed64();
                case OtlpFields.SPAN_STATUS -> {
                    hasStatus = true;
                    numbers[3] = statusOf(reader.readSlice());
                }
                case OtlpFields.SPAN_FLAGS -> {
                    hasFlags = true;
                    reader.skip();
                }
                case OtlpFields.SPAN_LINKS -> hasFlags |= hasFlags(reader.readSlice());
                default -> reader.skip();
            }
        }
        ByteSlice message = hasStatus && !hasFlags ? encoded : without(encoded, hasStatus);
        return new SpanPart(message, id, parent, name, (int) numbers[0], numbers[1], numbers[2], (int) numbers[3]);
    }

    private static long statusOf(ByteSlice status) {
        long code = 0;
        var reader = new ProtoReader(status);
        while (reader.next()) {
            if (reader.field() == OtlpFields.STATUS_CODE) code = reader.readVarint();
            else reader.skip();
        }
        return code;
    }

    private static boolean hasFlags(ByteSlice link) {
        var reader = new ProtoReader(link);
        while (reader.next()) {
            if (reader.field() == OtlpFields.LINK_FLAGS) return true;
            reader.skip();
        }
        return false;
    }

    private static ByteSlice without(ByteSlice encoded, boolean hasStatus) {
        var out = new ProtoWriter(encoded.length() + 4);
        var reader = new ProtoReader(encoded);
        while (reader.next()) {
            int from = reader.tagStart();
            if (reader.field() == OtlpFields.SPAN_LINKS) {
                out.bytes(OtlpFields.SPAN_LINKS, withoutField(reader.readSlice(), OtlpFields.LINK_FLAGS));
                continue;
            }
            reader.skip();
            if (reader.field() != OtlpFields.SPAN_FLAGS) out.raw(reader.array(), from, reader.position() - from);
        }
        if (!hasStatus) out.bytes(OtlpFields.SPAN_STATUS, ByteSlice.EMPTY);
        return out.toSlice();
    }

    private static ByteSlice withoutField(ByteSlice encoded, int field) {
        var out = new ProtoWriter(encoded.length());
        var reader = new ProtoReader(encoded);
        while (reader.next()) {
            int from = reader.tagStart();
            reader.skip();
            if (reader.field() != field) out.raw(reader.array(), from, reader.position() - from);
        }
        return out.toSlice();
    }

    /// The same span with other identifiers.
    SpanPart withIds(ByteSlice newId, ByteSlice newParentId) {
        ByteSlice rest = withoutField(withoutField(message, OtlpFields.SPAN_ID), OtlpFields.SPAN_PARENT_ID);
        var out = new ProtoWriter(rest.length() + newId.length() + newParentId.length() + 8);
        out.raw(rest);
        out.bytes(OtlpFields.SPAN_ID, newId);
        out.bytesIfSet(OtlpFields.SPAN_PARENT_ID, newParentId);
        return new SpanPart(out.toSlice(), newId, newParentId, name, kind, startUnixNanos, endUnixNanos, statusCode);
    }

    public boolean isError() {
        return statusCode == STATUS_ERROR;
    }

    /// Not negative, whatever the clocks said.
    public long durationNanos() {
        return Math.max(0, endUnixNanos - startUnixNanos);
    }
}
