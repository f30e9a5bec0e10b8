package io.tenuto.app;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Parts that were started in order and are closed in reverse.
final class Running implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Running.class);

    private final List<AutoCloseable> parts = new ArrayList<>();

    /// Notes a part that runs; returns it.
    <T extends AutoCloseable> T add(T part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn(
                        "part did not close cleanly; part={} cause={}",
                        part.getClass().getSimpleName(),
                        e.toString());
            }
        }
        parts.clear();
    }
}
