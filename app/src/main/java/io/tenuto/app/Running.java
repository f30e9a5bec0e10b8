package io.tenuto.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Parts that were started in order and are closed in reverse. What they are called and how they are may be asked by
/// any thread.
final class Running implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Running.class);

    private final List<Part> parts = new ArrayList<>();
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    private record Part(String name, AutoCloseable part) {}

    /// Notes a part that starts or runs; returns it.
    <T extends AutoCloseable> T add(String name, T part) {
        parts.add(new Part(name, part));
        states.put(name, "Starting");
        return part;
    }

    /// Notes that all parts run.
    void started() {
        states.replaceAll((name, state) -> "Running");
    }

    /// The parts by name, with `Starting`, `Running`, `Stopping`, `Terminated` or `Failed`.
    Map<String, String> states() {
        return new TreeMap<>(states);
    }

    /// Tells whoever asks that the process will end.
    void announceStop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        stopping = true;
        for (Part part : parts.reversed()) {
            states.put(part.name(), "Stopping");
            try {
                part.part().close();
                states.put(part.name(), "Terminated");
                log.debug("part stopped; part={}", part.name());
            } catch (Exception e) {
                states.put(part.name(), "Failed");
                log.warn("part did not close cleanly; part={} cause={}", part.name(), e.toString());
            }
        }
        parts.clear();
    }
}
