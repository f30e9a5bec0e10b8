package io.tenuto.server;

import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.distributor.UndecodableRequestException;

/// What a failure is to a client: HTTP statuses and gRPC codes.
final class Faults {
    static final int GRPC_OK = 0;
    static final int GRPC_CANCELLED = 1;
    static final int GRPC_UNKNOWN = 2;
    static final int GRPC_INVALID_ARGUMENT = 3;
    static final int GRPC_DEADLINE_EXCEEDED = 4;
    static final int GRPC_NOT_FOUND = 5;
    static final int GRPC_RESOURCE_EXHAUSTED = 8;
    static final int GRPC_UNIMPLEMENTED = 12;
    static final int GRPC_INTERNAL = 13;
    static final int GRPC_UNAVAILABLE = 14;
    static final int GRPC_UNAUTHENTICATED = 16;

    static final String CLIENT_LEFT = "context canceled";
    static final String TOO_LATE = "context deadline exceeded";

    private Faults() {}

    static Fault of(Throwable failure) {
        if (failure instanceof RequestException refused) return refused.fault();
        if (failure instanceof UndecodableRequestException) return Fault.INTERNAL;
        return Fault.INTERNAL;
    }

    static String textOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /// Text of a failed query: that of its failure, but clients know others for the two that may happen anywhere.
    static String queryText(RequestException failure) {
        return switch (failure.fault()) {
            case CANCELLED -> CLIENT_LEFT;
            case DEADLINE_EXCEEDED -> TOO_LATE;
            default -> textOf(failure);
        };
    }

    /// Status of a failed query.
    static int queryStatus(Fault fault) {
        return switch (fault) {
            case INVALID_ARGUMENT, BAD_QUERY, UNSUPPORTED -> 400;
            case UNAUTHENTICATED -> 401;
            case NOT_FOUND -> 404;
            case TOO_LARGE -> 422;
            case RATE_LIMITED, RESOURCE_EXHAUSTED -> 429;
            case CANCELLED -> 499;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case INTERNAL -> 500;
        };
    }

    /// gRPC code of a failure, for receivers and queries alike.
    static int grpcCode(Fault fault) {
        return switch (fault) {
            case INVALID_ARGUMENT, BAD_QUERY, UNSUPPORTED -> GRPC_INVALID_ARGUMENT;
            case UNAUTHENTICATED -> GRPC_UNAUTHENTICATED;
            case NOT_FOUND -> GRPC_NOT_FOUND;
            case TOO_LARGE, RATE_LIMITED, RESOURCE_EXHAUSTED -> GRPC_RESOURCE_EXHAUSTED;
            case CANCELLED -> GRPC_CANCELLED;
            case UNAVAILABLE -> GRPC_UNAVAILABLE;
            case DEADLINE_EXCEEDED -> GRPC_DEADLINE_EXCEEDED;
            case INTERNAL -> GRPC_INTERNAL;
        };
    }

    /// HTTP status that the OTLP receiver gives for a gRPC code.
    static int otlpStatus(int grpcCode) {
        return switch (grpcCode) {
            case GRPC_CANCELLED, GRPC_DEADLINE_EXCEEDED, 10, 11, GRPC_UNAVAILABLE, 15 -> 503;
            case GRPC_RESOURCE_EXHAUSTED -> 429;
            case GRPC_INVALID_ARGUMENT -> 400;
            case GRPC_UNAUTHENTICATED -> 401;
            case 7 -> 403;
            case GRPC_UNIMPLEMENTED -> 404;
            default -> 500;
        };
    }
}
