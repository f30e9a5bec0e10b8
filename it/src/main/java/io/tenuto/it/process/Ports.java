package io.tenuto.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;

/// Free ports of the loopback address.
public record Ports(int http, int grpc, int otlpGrpc, int otlpHttp) {
    /// Four ports that were free a moment ago.
    public static Ports free() {
        var sockets = new ArrayList<ServerSocket>();
        try {
            int[] ports = new int[4];
            for (int i = 0; i < ports.length; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports[i] = socket.getLocalPort();
            }
            for (ServerSocket socket : sockets) socket.close();
            return new Ports(ports[0], ports[1], ports[2], ports[3]);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
