package io.tenuto.app.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// The machine's name.
public final class HostName {
    private HostName() {}

    public static String get() {
        Optional<String> named = Optional.ofNullable(System.getenv("HOSTNAME")).filter(name -> !name.isBlank());
        if (named.isPresent()) return named.get();
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
