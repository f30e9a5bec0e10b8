package io.tenuto.base;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Anything with a life of its own: events and time go in, commands and the next wake-up come out.
public interface Step<E, C> {
    /// One turn: handle what has arrived, emit commands, say when to be called again at the latest.
    Instant step(Instant now, List<E> events, Consumer<C> commands);
}
