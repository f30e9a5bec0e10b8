package io.tenuto.objectstore.lease;

import io.tenuto.base.Check;

/// Who asks for a lease.
///
/// @param identity of what must be alone, here of a span log: one identity may succeed itself without waiting, as
/// whoever asks has made sure by other means that the process before is gone
/// @param incarnation unique to this process
/// @param name for people: host, process, start
public record LeaseHolder(String identity, String incarnation, String name) {
    public LeaseHolder {
        Check.argument(!identity.isEmpty() && !incarnation.isEmpty(), "a lease holder has an identity");
    }
}
