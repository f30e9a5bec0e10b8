package io.tenuto.base;

/// Why a request is refused. Becomes an HTTP and a gRPC status in exactly one place, the server.
public enum Fault {
    INVALID_ARGUMENT,
    /// The text of a query is wrong.
    BAD_QUERY,
    UNAUTHENTICATED,
    NOT_FOUND,
    TOO_LARGE,
    RATE_LIMITED,
    RESOURCE_EXHAUSTED,
    UNSUPPORTED,
    UNAVAILABLE,
    DEADLINE_EXCEEDED,
    CANCELLED,
    INTERNAL
}
