package io.tenuto.it.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// HTTP/2 frames made by hand, with headers that are not compressed. Source: RFC 9113 and RFC 7541.
public final class Http2Frames {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PREFIX_MAX = 127;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// The client's preface with empty settings.
    public Http2Frames preface() {
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return frame(SETTINGS, 0, 0, new byte[0]);
    }

    /// Settings that let the server send no byte of any answer.
    public Http2Frames closedWindow() {
        return frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(0)
                        .array());
    }

    /// A whole request without a body.
    public Http2Frames get(int stream, String path) {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, head("GET", path));
    }

    /// The head of a request whose body may come.
    public Http2Frames post(int stream, String path) {
        return frame(HEADERS, END_HEADERS, stream, head("POST", path));
    }

    /// The head of a request to which more headers may come.
    public Http2Frames openHead(int stream, String path) {
        return frame(HEADERS, END_STREAM, stream, head("GET", path));
    }

    public Http2Frames moreHead(int stream, byte[] block) {
        return frame(CONTINUATION, 0, stream, block);
    }

    public Http2Frames data(int stream, byte[] bytes) {
        return frame(DATA, 0, stream, bytes);
    }

    public Http2Frames reset(int stream) {
        return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    public Http2Frames ping() {
        return frame(PING, 0, 0, new byte[8]);
    }

    public Http2Frames window(int stream, int bytes) {
        return frame(
                WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    public Http2Frames emptySettings() {
        return frame(SETTINGS, 0, 0, new byte[0]);
    }

    private Http2Frames frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(9);
        head.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        head.put((byte) type).put((byte) flags).putInt(stream);
        out.writeBytes(head.array());
        out.writeBytes(payload);
        return this;
    }

    private static byte[] head(String method, String path) {
        var block = new ByteArrayOutputStream();
        header(block, ":method", method);
        header(block, ":scheme", "http");
        header(block, ":path", path);
        header(block, ":authority", "localhost");
        header(block, "content-type", method.equals("POST") ? "application/x-protobuf" : "text/plain");
        return block.toByteArray();
    }

    /// A header as a block of its own.
    public static byte[] header(String name, String value) {
        var block = new ByteArrayOutputStream();
        header(block, name, value);
        return block.toByteArray();
    }

    private static void header(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int rest = bytes.length;
        if (rest < PREFIX_MAX) {
            block.write(rest);
        } else {
            block.write(PREFIX_MAX);
            rest -= PREFIX_MAX;
            for (; rest >= 128; rest >>>= 7) block.write(rest & 127 | 128);
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
