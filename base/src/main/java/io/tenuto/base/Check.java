package io.tenuto.base;

/// Conditions that are always checked. Messages name the thing and the numbers; `%s` places are filled in order.
public final class Check {
    private Check() {}

    /// Throws `IllegalArgumentException` when the caller handed over something that can never be right.
    public static void argument(boolean holds, String message, Object... details) {
        if (!holds) throw new IllegalArgumentException(message.formatted(details));
    }

    /// Throws `IllegalStateException` when the call is not allowed in the present state.
    public static void state(boolean holds, String message, Object... details) {
        if (!holds) throw new IllegalStateException(message.formatted(details));
    }

    /// Throws [BugException] when our own reasoning is broken. Never caught to continue.
    public static void invariant(boolean holds, String message, Object... details) {
        if (!holds) throw new BugException(message.formatted(details));
    }

    /// Throws [CorruptDataException] when stored or received bytes contradict their own format.
    public static void data(boolean holds, String message, Object... details) {
        if (!holds) throw new CorruptDataException(message.formatted(details));
    }
}
