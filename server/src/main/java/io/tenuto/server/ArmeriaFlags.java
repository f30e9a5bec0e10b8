package io.tenuto.server;

import com.linecorp.armeria.common.FlagsProvider;

/// What Armeria lets nobody set for one server.
public final class ArmeriaFlags implements FlagsProvider {
    /// How long a client of HTTP/1 that wants no further answer has to close its connection before the server
    /// does: what it may still be sending must not destroy what it was told, as that its body is refused. Some
    /// clients wait for the server.
    private static final long CLOSE_DELAY_MILLIS = 1000;

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Long defaultHttp1ConnectionCloseDelayMillis() {
        return CLOSE_DELAY_MILLIS;
    }
}
