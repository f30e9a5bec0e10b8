package io.tenuto.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// HTTP/1.1 without any opinion on what is asked: the path goes out as it is. One connection, used by one thread.
final class RawClient implements AutoCloseable {
    private final int port;
    private Socket socket;
    private InputStream in;

    /// @param body in ISO 8859-1
    record Answer(int status, String type, String body) {}

    RawClient(int port) throws IOException {
        this.port = port;
        connect();
    }

    private void connect() throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// GET; the path holds no space or control character.
    Answer get(String path, String accept) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        String[] first = line().split(" ", 3);
        if (first.length < 2) throw new IOException("no status line");
        int length = -1;
        String type = "";
        boolean closes = false;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:"))
                length = Integer.parseInt(lower.substring(15).strip());
            if (lower.startsWith("content-type:")) type = lower.substring(13).strip();
            if (lower.startsWith("connection:")) closes = lower.contains("close");
            if (lower.startsWith("transfer-encoding:")) chunked = lower.contains("chunked");
        }
        byte[] body = chunked ? chunks() : length >= 0 ? in.readNBytes(length) : new byte[0];
        if (closes) {
            socket.close();
            connect();
        }
        return new Answer(Integer.parseInt(first[1]), type, new String(body, StandardCharsets.ISO_8859_1));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new IOException("connection ended after: " + line);
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
