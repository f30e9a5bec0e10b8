package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.RequestException;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.distributor.Reception;
import io.tenuto.components.distributor.UndecodableRequestException;
import io.tenuto.wire.OtlpJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The OTLP/HTTP receiver: `POST /v1/traces` with protobuf or JSON. Thread safe.
final class OtlpHttp implements SpanReceiver {
    private static final Logger log = LoggerFactory.getLogger(OtlpHttp.class);
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    /// `ExportTraceServiceResponse` with an empty partial success.
    private static final byte[] PROTOBUF_SUCCESS = {0x0a, 0x00};

    private static final String JSON_SUCCESS = "{\"partialSuccess\":{}}";

    private final Distributor distributor;
    private final Tenants tenants;
    private final int bodyBytesMax;

    OtlpHttp(Distributor distributor, Tenants tenants, int bodyBytesMax) {
        this.distributor = distributor;
        this.tenants = tenants;
        this.bodyBytesMax = bodyBytesMax;
    }

    @Override
    public HttpResponse handle(AggregatedHttpRequest request, Reception reception) {
        if (request.method() != HttpMethod.POST) {
            return text(HttpStatus.METHOD_NOT_ALLOWED, "405 method not allowed, supported: [POST]");
        }
        String type = type(request.headers());
        if (!type.equals(PROTOBUF) && !type.equals(JSON)) {
            return text(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "415 unsupported media type, supported: [application/json, application/x-protobuf]");
        }
        boolean json = type.equals(JSON);
        try {
            push(request, json, reception);
            return json
                    ? HttpResponse.of(HttpStatus.OK, MediaType.JSON, JSON_SUCCESS)
                    : respond(HttpStatus.OK, PROTOBUF, PROTOBUF_SUCCESS);
        } catch (RuntimeException e) {
            return failure(e, json);
        }
    }

    private static String type(RequestHeaders headers) {
        return headers.get(HttpHeaderNames.CONTENT_TYPE, "")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private void push(AggregatedHttpRequest request, boolean json, Reception reception) {
        String encoding =
                request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "").toLowerCase(Locale.ROOT);
        ByteSlice body = BodyDecoder.decode(request.content().array(), encoding, bodyBytesMax, reception::grow);
        ByteSlice message = json ? OtlpJson.toProtobuf(body, reception::grow) : body;
        if (message.isEmpty()) return;
        // Once more: its parts, or the log's buffer.
        reception.grow(message.length());
        boolean skipMetrics = request.headers().contains("no-generate-metrics");
        distributor.push(() -> tenants.writer(request.headers()), message, skipMetrics);
    }

    private HttpResponse failure(RuntimeException e, boolean json) {
        boolean undecodable = e instanceof CorruptDataException || e instanceof UndecodableRequestException;
        int code = undecodable ? Faults.GRPC_INVALID_ARGUMENT : Faults.grpcCode(Faults.of(e));
        if (!undecodable && !(e instanceof RequestException))
            log.error("otlp request failed; cause={}", e.toString(), e);
        return refused(OtlpStatus.of(code, e), json);
    }

    @Override
    public HttpResponse refuse(RequestHeaders headers, RequestException refusal) {
        return failure(refusal, type(headers).equals(JSON));
    }

    /// The answer to a body that was too large to be read to its end.
    HttpResponse tooLarge(RequestHeaders headers, long bytes) {
        return refused(
                OtlpStatus.of(Faults.GRPC_INVALID_ARGUMENT, new BodyTooLargeException(bytes)),
                type(headers).equals(JSON));
    }

    private static HttpResponse refused(OtlpStatus refusal, boolean json) {
        var headers = ResponseHeaders.builder(HttpStatus.valueOf(Faults.otlpStatus(refusal.code())))
                .set(HttpHeaderNames.CONTENT_TYPE, json ? JSON : PROTOBUF);
        if (refusal.tellsRetry()) headers.set(HttpHeaderNames.RETRY_AFTER, Long.toString(refusal.retryAfterSeconds()));
        byte[] body = json
                ? refusal.toJson().getBytes(StandardCharsets.UTF_8)
                : refusal.toProtobuf().toByteArray();
        return HttpResponse.of(headers.build(), HttpData.wrap(body));
    }

    private static HttpResponse respond(HttpStatus status, String type, byte[] body) {
        return HttpResponse.of(
                ResponseHeaders.builder(status)
                        .set(HttpHeaderNames.CONTENT_TYPE, type)
                        .build(),
                HttpData.wrap(body));
    }

    private static HttpResponse text(HttpStatus status, String text) {
        return respond(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }
}
