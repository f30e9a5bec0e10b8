package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.RequestException;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.distributor.Reception;
import io.tenuto.components.distributor.UndecodableRequestException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The OTLP/gRPC receiver: `TraceService/Export`, bytes in, bytes out. Thread safe.
final class OtlpGrpc implements SpanReceiver {
    private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";
    static final String PATH = "/" + SERVICE + "/Export";
    private static final Logger log = LoggerFactory.getLogger(OtlpGrpc.class);
    private static final ByteSlice SUCCESS = ByteSlice.of(new byte[] {0x0a, 0x00});

    private final Distributor distributor;
    private final Tenants tenants;
    private final int messageBytesMax;

    OtlpGrpc(Distributor distributor, Tenants tenants, int messageBytesMax) {
        this.distributor = distributor;
        this.tenants = tenants;
        this.messageBytesMax = messageBytesMax;
    }

    @Override
    public HttpResponse handle(AggregatedHttpRequest request, Reception reception) {
        try {
            int wireBytes = request.content().length() - GrpcUnary.PREFIX_BYTES;
            if (wireBytes > messageBytesMax) return tooLarge(wireBytes);
            Optional<String> unknown = GrpcUnary.unknownEncoding(request.headers());
            if (unknown.isPresent()) return GrpcUnary.failure(Faults.GRPC_UNIMPLEMENTED, unknown.get());
            // Up to here for the sake of the exact number in the refusal.
            ByteSlice message = GrpcUnary.message(request, 4 * messageBytesMax, reception::grow);
            if (message.length() > messageBytesMax) return tooLarge(message.length());
            if (!message.isEmpty()) {
                // Once more: its parts, or the log's buffer.
                reception.grow(message.length());
                boolean skipMetrics = request.headers().contains("no-generate-metrics");
                distributor.push(() -> tenants.writer(request.headers()), message, skipMetrics);
            }
            return GrpcUnary.success(SUCCESS);
        } catch (BodyTooLargeException e) {
            return tooLarge(e.bytes());
        } catch (CorruptDataException | UndecodableRequestException e) {
            return GrpcUnary.failure(Faults.GRPC_INTERNAL, "grpc: error unmarshalling request: " + Faults.textOf(e));
        } catch (RequestException e) {
            return refuse(request.headers(), e);
        } catch (RuntimeException e) {
            log.error("otlp request failed; cause={}", e.toString(), e);
            return GrpcUnary.failure(Faults.GRPC_INTERNAL, Faults.textOf(e));
        }
    }

    @Override
    public HttpResponse refuse(RequestHeaders headers, RequestException refusal) {
        return GrpcUnary.failure(OtlpStatus.of(Faults.grpcCode(refusal.fault()), refusal));
    }

    /// The answer to a path that is no method here.
    static HttpResponse unknown(String path) {
        return GrpcUnary.failure(Faults.GRPC_UNIMPLEMENTED, GrpcUnary.unknownMethod(path, Set.of(SERVICE)));
    }

    /// The answer to a message of which `bytes` had come when reading it was given up.
    HttpResponse tooLarge(long bytes) {
        return GrpcUnary.failure(
                Faults.GRPC_RESOURCE_EXHAUSTED,
                "grpc: received message larger than max (%d vs. %d)".formatted(bytes, messageBytesMax));
    }
}
