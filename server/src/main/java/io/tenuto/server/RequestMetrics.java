package io.tenuto.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.tenuto.base.Metrics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Counts and times the requests of the query listeners under the names and labels that dashboards of Tempo know.
/// Labels are of known routes only, so that no client can make new ones. Thread safe.
final class RequestMetrics {
    private static final double[] SECONDS = {
        0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 25, 50, 100,
    };
    private static final double MEBIBYTE = 1 << 20;
    private static final double[] BYTES = {
        MEBIBYTE,
        2.5 * MEBIBYTE,
        5 * MEBIBYTE,
        10 * MEBIBYTE,
        25 * MEBIBYTE,
        50 * MEBIBYTE,
        100 * MEBIBYTE,
        250 * MEBIBYTE,
    };
    private static final String GRPC = "gRPC";
    private static final String NOT_FOUND = "notfound";
    /// Pages while they are under way.
    private static final String PAGE = "page";

    private static final String OVERRIDES = "/status/overrides/";
    private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9]+");
    /// Nobody speaks WebSocket here, but the label is part of the name.
    private static final String NO_WEB_SOCKET = "false";

    private final Metrics.Histogram duration;
    private final Metrics.Histogram requestBytes;
    private final Metrics.Histogram responseBytes;
    private final Metrics.Gauge inflight;
    private final Map<List<String>, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    /// Labels of pages that there are; `/ready` is refused before it is answered.
    private final Set<String> pages = ConcurrentHashMap.newKeySet();

    RequestMetrics(Metrics metrics) {
        duration = metrics.histogram(
                "tempo_request_duration_seconds",
                "Time until the answer was sent.",
                SECONDS,
                "method",
                "route",
                "status_code",
                "ws");
        requestBytes =
                metrics.histogram("tempo_request_message_bytes", "Sizes of request bodies.", BYTES, "method", "route");
        responseBytes =
                metrics.histogram("tempo_response_message_bytes", "Sizes of answers.", BYTES, "method", "route");
        pages.add("ready");
        inflight = metrics.gauge("tempo_inflight_requests", "Requests under way.", "method", "route");
    }

    HttpService decorate(HttpService service) {
        return new SimpleDecoratingHttpService(service) {
            @Override
            public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
                begin(context);
                return unwrap().serve(context, request);
            }
        };
    }

    private void begin(ServiceRequestContext context) {
        boolean isGrpc = isGrpc(context.request().headers());
        String method = isGrpc ? GRPC : context.method().name();
        String route = isGrpc ? grpcRoute(context.path()) : httpRoute(context);
        AtomicInteger count = underWay.computeIfAbsent(List.of(method, route), key -> new AtomicInteger());
        inflight.set(count.incrementAndGet(), method, route);
        context.log().whenComplete().thenAccept(log -> {
            inflight.set(count.decrementAndGet(), method, route);
            end(log, method, route);
        });
    }

    private static String grpcRoute(String path) {
        return GrpcQueries.isMethod(path) ? path : NOT_FOUND;
    }

    /// The route's pattern; of pages, which share one, the path once the page was found.
    private String httpRoute(ServiceRequestContext context) {
        String pattern = context.config().route().patternString();
        if (pattern.endsWith("/*")) return PAGE;
        return labels.computeIfAbsent(pattern, key -> label(RoutePaths.of(key)));
    }

    /// As dashboards have it: words of letters and digits, joined by `_`.
    static String label(String path) {
        String words = NO_WORD.matcher(path).replaceAll("_").toLowerCase(Locale.ROOT);
        int from = words.startsWith("_") ? 1 : 0;
        int to = words.endsWith("_") ? words.length() - 1 : words.length();
        return from >= to ? "root" : words.substring(from, to);
    }

    /// A page is known once it was answered: whoever is refused for another reason may have asked for anything.
    String pageLabel(String path, HttpStatus status) {
        String label = path.startsWith(OVERRIDES) ? "status_overrides_tenant" : label(path);
        if (status.isSuccess()) pages.add(label);
        return pages.contains(label) ? label : NOT_FOUND;
    }

    private void end(RequestLog log, String method, String route) {
        HttpStatus status = log.responseHeaders().status();
        String known = route.equals(PAGE) ? pageLabel(log.context().path(), status) : route;
        String code = method.equals(GRPC) ? grpcCode(log) : status.codeAsText();
        duration.observe(log.totalDurationNanos() / 1e9, method, known, code, NO_WEB_SOCKET);
        requestBytes.observe(log.requestLength(), method, known);
        responseBytes.observe(log.responseLength(), method, known);
    }

    private static boolean isGrpc(RequestHeaders headers) {
        MediaType type = headers.contentType();
        return type != null && type.subtype().startsWith("grpc");
    }

    private static String grpcCode(RequestLog log) {
        Optional<String> code = Optional.ofNullable(log.responseTrailers().get("grpc-status"))
                .or(() -> Optional.ofNullable(log.responseHeaders().get("grpc-status")));
        return switch (code.orElse("")) {
            case "0" -> "success";
            case "1" -> "cancel";
            default -> "error";
        };
    }
}
