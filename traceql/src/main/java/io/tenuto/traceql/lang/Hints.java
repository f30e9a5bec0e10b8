package io.tenuto.traceql.lang;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// `with(name=value, ...)`, in the order written. Of equal names the first with the expected type counts.
public record Hints(List<Hint> hints) {
    public static final Hints NONE = new Hints(List.of());

    public Hints {
        hints = List.copyOf(hints);
    }

    /// One hint.
    public record Hint(String name, Static value) {}

    public Optional<Boolean> bool(String name) {
        for (Hint hint : hints) {
            if (hint.name().equals(name) && hint.value() instanceof Static.Bool(boolean value))
                return Optional.of(value);
        }
        return Optional.empty();
    }

    public OptionalLong integer(String name) {
        for (Hint hint : hints) {
            if (hint.name().equals(name) && hint.value() instanceof Static.Int(long value))
                return OptionalLong.of(value);
        }
        return OptionalLong.empty();
    }

    /// Integers are taken as floats too.
    public OptionalDouble floating(String name) {
        for (Hint hint : hints) {
            if (!hint.name().equals(name)) continue;
            if (hint.value() instanceof Static.Float(double value)) return OptionalDouble.of(value);
            if (hint.value() instanceof Static.Int(long value)) return OptionalDouble.of(value);
        }
        return OptionalDouble.empty();
    }

    public Optional<String> text(String name) {
        for (Hint hint : hints) {
            if (hint.name().equals(name) && hint.value() instanceof Static.Text(String value))
                return Optional.of(value);
        }
        return Optional.empty();
    }

    public OptionalLong durationNanos(String name) {
        for (Hint hint : hints) {
            if (hint.name().equals(name) && hint.value() instanceof Static.Duration(long nanos))
                return OptionalLong.of(nanos);
        }
        return OptionalLong.empty();
    }
}
