package io.tenuto.spanlog;

import io.tenuto.base.Check;

/// The name of one incarnation of a log: a UUID for embedded logs, the topic's identifier for Kafka.
public record LogIdentity(String value) {
    public LogIdentity {
        Check.argument(!value.isEmpty(), "a log identity must not be empty");
    }
}
