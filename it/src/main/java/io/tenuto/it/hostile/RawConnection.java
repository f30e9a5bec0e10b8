package io.tenuto.it.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A bare connection to a port of this machine, for what no proper client would send. Used by one thread.
public final class RawConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 20_000;

    private final Socket socket = new Socket();

    public RawConnection(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Sends what the server takes: it may have closed the connection in the midst.
    public void trySend(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            // That is its right.
            return;
        }
    }

    /// What comes until the server closes the connection or nothing comes for a while.
    public String readAll(Duration patience) throws IOException {
        var all = new ByteArrayOutputStream();
        socket.setSoTimeout((int) patience.toMillis());
        byte[] chunk = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(chunk);
                    n >= 0;
                    n = socket.getInputStream().read(chunk)) {
                all.write(chunk, 0, n);
            }
        } catch (SocketTimeoutException e) {
            return all.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // A connection that was reset has an end as well.
            return all.toString(StandardCharsets.ISO_8859_1);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /// The first line of an answer, "" if the server closed the connection without one.
    public String statusLine() throws IOException {
        socket.setSoTimeout(READ_MILLIS);
        var line = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0 && b != '\n';
                    b = socket.getInputStream().read()) {
                if (b != '\r') line.append((char) b);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return line.toString();
        }
        return line.toString();
    }

    /// Whether the server has closed it or does so within `patience`; what comes before is thrown away.
    public boolean isClosedWithin(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        byte[] chunk = new byte[8192];
        try {
            while (true) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) return false;
                socket.setSoTimeout((int) left);
                if (socket.getInputStream().read(chunk) < 0) return true;
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
