package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.RequestException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// gRPC over HTTP/2 for queries: finds the method, runs it on a thread of its own, says how it ended. Thread safe.
///
/// A client that goes away interrupts the thread, which cancels the jobs that wait.
final class GrpcQueries implements HttpService {
    private static final Logger log = LoggerFactory.getLogger(GrpcQueries.class);
    private static final int MESSAGE_BYTES_MAX = 16 << 20;
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final String HEALTH = "/grpc.health.v1.Health/Check";
    private static final Set<String> SERVICES = Set.of("tempopb.StreamingQuerier", "grpc.health.v1.Health");
    private static final ByteSlice SERVING = ByteSlice.of(new byte[] {0x08, 0x01});
    private static final ByteSlice NOT_SERVING = ByteSlice.of(new byte[] {0x08, 0x02});

    private final StreamingQuerier querier;
    private final Tenants tenants;
    private final Duration timeout;
    private final Clock clock;
    private final Room room;
    private final BooleanSupplier isReady;

    /// What calls take their place and their memory from.
    record Room(RequestThreads threads, MemoryBudget memory) {}

    /// @param isReady what the health check tells
    GrpcQueries(
            StreamingQuerier querier,
            Tenants tenants,
            Duration timeout,
            Clock clock,
            Room room,
            BooleanSupplier isReady) {
        this.querier = querier;
        this.tenants = tenants;
        this.timeout = timeout;
        this.clock = clock;
        this.room = room;
        this.isReady = isReady;
    }

    /// Whether a path is that of a method.
    static boolean isMethod(String path) {
        return path.equals(HEALTH)
                || path.startsWith(StreamingQuerier.SERVICE)
                        && StreamingQuerier.METHODS.contains(path.substring(StreamingQuerier.SERVICE.length()));
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (context.path().equals(HEALTH)) return GrpcUnary.success(isReady.getAsBoolean() ? SERVING : NOT_SERVING);
        String path = context.path();
        Optional<StreamingQuerier.Method> method = path.startsWith(StreamingQuerier.SERVICE)
                ? querier.method(path.substring(StreamingQuerier.SERVICE.length()))
                : Optional.empty();
        if (method.isEmpty())
            return GrpcUnary.failure(Faults.GRPC_UNIMPLEMENTED, GrpcUnary.unknownMethod(path, SERVICES));
        HttpResponseWriter out = HttpResponse.streaming();
        context.setMaxRequestLength(MESSAGE_BYTES_MAX + GrpcUnary.PREFIX_BYTES);
        var held = RequestMemory.begun(context, room.memory().lease(MemoryUse.ANSWER));
        context.log().whenComplete().thenRun(held::close);
        Bodies.whole(request, 0, context.maxRequestLength(), held::grow).whenComplete((whole, failure) -> {
            if (failure != null) refuse(failure, out);
            else start(context, new Call(method.get(), whole, held), out);
        });
        return out;
    }

    private record Call(StreamingQuerier.Method method, AggregatedHttpRequest request, RequestMemory held) {}

    private void start(ServiceRequestContext context, Call call, HttpResponseWriter out) {
        // A bound for everything: waiting for room, taking the answer.
        context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, timeout.plus(GRACE));
        try {
            Thread running = room.threads().start(() -> run(call, out), out::abort);
            RequestThreads.interruptWhenGone(out.whenComplete(), running);
        } catch (RequestException e) {
            refuse(e, out);
        }
    }

    private static void refuse(Throwable failure, HttpResponseWriter out) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        switch (cause) {
            case ContentTooLargeException tooLarge ->
                refuse(
                        Faults.GRPC_RESOURCE_EXHAUSTED,
                        "grpc: received message larger than max (%d vs. %d)"
                                .formatted(tooLarge.transferred(), MESSAGE_BYTES_MAX),
                        out);
            case RequestException refusal -> refuse(Faults.grpcCode(refusal.fault()), Faults.queryText(refusal), out);
            default -> out.close(cause);
        }
    }

    private static void refuse(int code, String text, HttpResponseWriter out) {
        out.write(GrpcUnary.responseHeaders());
        out.write(GrpcUnary.trailers(code, text));
        out.close();
    }

    /// How a call ended.
    ///
    /// @param lacking what the answer may lack, "" for nothing
    private record End(int code, String text, String lacking) {
        End(int code, String text) {
            this(code, text, "");
        }

        HttpHeaders trailers() {
            HttpHeaders trailers = GrpcUnary.trailers(code, text);
            return lacking.isEmpty()
                    ? trailers
                    : trailers.toBuilder().set(Told.HEADER, lacking).build();
        }
    }

    private void run(Call call, HttpResponseWriter out) {
        out.write(GrpcUnary.responseHeaders());
        End end = answer(call, out);
        if (out.tryWrite(end.trailers())) out.close();
        else out.abort();
    }

    private End answer(Call call, HttpResponseWriter out) {
        AggregatedHttpRequest request = call.request();
        try {
            Optional<String> unknown = GrpcUnary.unknownEncoding(request.headers());
            if (unknown.isPresent()) return new End(Faults.GRPC_UNIMPLEMENTED, unknown.get());
            ByteSlice message = GrpcUnary.message(request, MESSAGE_BYTES_MAX, call.held()::grow);
            var caller = new StreamingQuerier.Caller(
                    tenants.readers(request.headers().get(Tenants.HEADER, "")), deadline(request), new Told());
            var messages = new MessageStream(out, caller.deadline(), clock);
            call.method().answer(caller, message, messages);
            // The room is given up only when the client has the answer: a slow one is not served two at a time.
            messages.drain();
            return new End(Faults.GRPC_OK, "", caller.told().shortfall().text());
        } catch (RequestException e) {
            return new End(code(call.method(), e.fault()), Faults.queryText(e).strip());
        } catch (CorruptDataException e) {
            return new End(Faults.GRPC_INTERNAL, "grpc: error unmarshalling request: " + Faults.textOf(e));
        } catch (RuntimeException e) {
            log.error("query failed; path={} cause={}", request.path(), e.toString(), e);
            return new End(Faults.GRPC_INTERNAL, Faults.textOf(e));
        }
    }

    private static int code(StreamingQuerier.Method method, Fault fault) {
        return switch (fault) {
            case UNAUTHENTICATED -> Faults.GRPC_UNKNOWN;
            case BAD_QUERY -> method.hidesBadQueries() ? Faults.GRPC_UNKNOWN : Faults.GRPC_INVALID_ARGUMENT;
            case TOO_LARGE -> Faults.GRPC_UNKNOWN;
            case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL -> Faults.GRPC_INTERNAL;
            case INVALID_ARGUMENT, UNSUPPORTED, NOT_FOUND, RATE_LIMITED, RESOURCE_EXHAUSTED, CANCELLED ->
                Faults.grpcCode(fault);
        };
    }

    /// The server's own patience, or the client's where that is shorter.
    private Deadline deadline(AggregatedHttpRequest request) {
        Duration asked = timeoutOf(request.headers().get("grpc-timeout", ""));
        return Deadline.after(clock, asked.isZero() || asked.compareTo(timeout) > 0 ? timeout : asked);
    }

    /// A number of at most eight digits and a unit; zero for none.
    private static Duration timeoutOf(String text) {
        if (!text.matches("[0-9]{1,8}[HMSmun]")) return Duration.ZERO;
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'H' -> Duration.ofHours(number);
            case 'M' -> Duration.ofMinutes(number);
            case 'S' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMillis(number);
            case 'u' -> Duration.ofNanos(number * 1000);
            default -> Duration.ofNanos(number);
        };
    }
}
