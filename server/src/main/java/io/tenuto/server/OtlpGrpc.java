package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.RequestException;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.distributor.UndecodableRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The OTLP/gRPC receiver: `TraceService/Export`, bytes in, bytes out. Thread safe.
final class OtlpGrpc {
    static final String PATH = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
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

    HttpResponse handle(AggregatedHttpRequest request) {
        try {
            int wireBytes = request.content().length() - GrpcUnary.PREFIX_BYTES;
            if (wireBytes > messageBytesMax) return tooLarge(wireBytes);
            ByteSlice message = GrpcUnary.message(request, 4 * messageBytesMax);
            if (message.length() > messageBytesMax) return tooLarge(message.length());
            if (!message.isEmpty()) {
                boolean skipMetrics = request.headers().contains("no-generate-metrics");
                distributor.push(tenants.writer(request.headers().get(Tenants.HEADER, "")), message, skipMetrics);
            }
            return GrpcUnary.success(SUCCESS);
        } catch (CorruptDataException | UndecodableRequestException e) {
            return GrpcUnary.failure(Faults.GRPC_INTERNAL, "grpc: error unmarshalling request: " + Faults.textOf(e));
        } catch (RequestException e) {
            return GrpcUnary.failure(Faults.grpcCode(e.fault()), Faults.textOf(e));
        } catch (RuntimeException e) {
            log.error("otlp request failed; cause={}", e.toString(), e);
            return GrpcUnary.failure(Faults.GRPC_INTERNAL, Faults.textOf(e));
        }
    }

    private HttpResponse tooLarge(int bytes) {
        return GrpcUnary.failure(
                Faults.GRPC_RESOURCE_EXHAUSTED,
                "grpc: received message larger than max (%d vs. %d)".formatted(bytes, messageBytesMax));
    }
}
