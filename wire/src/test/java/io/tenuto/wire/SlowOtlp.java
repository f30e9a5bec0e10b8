package io.tenuto.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;
import java.util.Set;

/// The slow, obvious check of a request: protobuf's own reader led by the messages' descriptors. It says what
/// [OtlpValidator] must say.
final class SlowOtlp {
    private static final Set<Descriptor> NESTING = Set.of(
            AnyValue.getDescriptor(),
            ArrayValue.getDescriptor(),
            KeyValueList.getDescriptor(),
            KeyValue.getDescriptor());

    private int spans;

    /// The number of spans.
    ///
    /// @throws IOException if the message cannot be decoded
    /// @throws UnsupportedOperationException if it can, but goes beyond a limit of ours
    static int check(byte[] message) throws IOException {
        var slow = new SlowOtlp();
        slow.message(message, TracesData.getDescriptor(), 0);
        return slow.spans;
    }

    private void message(byte[] bytes, Descriptor type, int nesting) throws IOException {
        if (type == Span.getDescriptor()) spans++;
        if (nesting > 2 * OtlpValidator.NESTING_MAX) throw new UnsupportedOperationException("nesting");
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        while (!in.isAtEnd()) {
            long wide = varint(in);
            int tag = (int) wide;
            if (wide >>> 32 != 0 || WireFormat.getTagFieldNumber(tag) == 0) throw new IOException("bad tag");
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            boolean isKnown = field != null;
            if (isKnown && WireFormat.getTagWireType(tag) != wireType(field)) throw new IOException("wrong wire type");
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> varint(in);
                case WireFormat.WIRETYPE_FIXED64 -> in.skipRawBytes(8);
                case WireFormat.WIRETYPE_FIXED32 -> in.skipRawBytes(4);
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    long length = varint(in);
                    if (length < 0 || length > bytes.length) throw new IOException("bad length");
                    byte[] value = in.readRawBytes((int) length);
                    if (isKnown) value(field, value, nesting);
                }
                default -> throw new IOException("group");
            }
        }
    }

    /// Ten bytes at most; protobuf's own fast path takes eleven.
    private static long varint(CodedInputStream in) throws IOException {
        long value = 0;
        for (int i = 0; i < 10; i++) {
            byte next = in.readRawByte();
            value |= (next & 0x7FL) << 7 * i;
            if (next >= 0) return value;
        }
        throw new IOException("varint is too long");
    }

    private void value(FieldDescriptor field, byte[] value, int nesting) throws IOException {
        boolean isIdentifier = field.getName().endsWith("_id") && field.getType() == FieldDescriptor.Type.BYTES;
        if (isIdentifier && value.length > (field.getName().equals("trace_id") ? 16 : 8)) {
            throw new UnsupportedOperationException("identifier of " + value.length + " bytes");
        }
        if (field.getType() != FieldDescriptor.Type.MESSAGE) return;
        Descriptor type = field.getMessageType();
        message(value, type, NESTING.contains(type) ? nesting + 1 : 0);
    }

    private static int wireType(FieldDescriptor field) {
        return field.getLiteType().getWireType();
    }
}
