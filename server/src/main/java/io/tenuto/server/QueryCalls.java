package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.model.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Queries over HTTP: who asks for what and until when, and what failures are to clients. Blocks; call it on virtual
/// threads. Thread safe.
final class QueryCalls {
    private static final Logger log = LoggerFactory.getLogger(QueryCalls.class);

    private static final String TIMED_OUT = "unable to process request in the configured timeout";

    private final Tenants tenants;
    private final Function<List<TenantId>, QueryConfig> limits;
    private final Function<String, Accepted> forms;
    private final Clock clock;

    /// @param limits of queries of these tenants
    /// @param forms the form of answer that an `Accept` header asks for
    QueryCalls(
            Tenants tenants,
            Function<List<TenantId>, QueryConfig> limits,
            Function<String, Accepted> forms,
            Clock clock) {
        this.tenants = tenants;
        this.limits = limits;
        this.forms = forms;
        this.clock = clock;
    }

    /// One route's work.
    interface Route {
        HttpResponse answer(Call call);
    }

    /// A request with what every route needs.
    record Call(
            ServiceRequestContext context,
            AggregatedHttpRequest request,
            List<TenantId> tenants,
            Parameters parameters,
            Accepted accepted,
            Deadline deadline,
            Told told) {
        String path(String name) {
            String value = context.pathParam(name);
            return value == null ? "" : value;
        }

        /// Holds what the numbers take, until the answer that is written from them is sent.
        HttpResponse answer(MetricsJson metrics) {
            RequestMemory.of(context).hold(metrics.bytes());
            return HttpAnswers.json(metrics);
        }

        Asked asked() {
            return new Asked(tenants, parameters, deadline, told);
        }
    }

    /// Runs a route and turns its failures into the API's statuses and texts.
    ///
    /// @param time how long it may take
    HttpResponse answer(
            ServiceRequestContext context,
            AggregatedHttpRequest request,
            Function<QueryConfig.Patience, Duration> time,
            Route route) {
        try {
            List<TenantId> who = tenants.readers(request.headers().get(Tenants.HEADER, ""));
            QueryConfig config = limits.apply(who);
            config.denied().check(request.path());
            var parameters = new Parameters(QueryParams.fromQueryString(queryOf(context)), config, clock);
            Accepted accepted = forms.apply(request.headers().get(HttpHeaderNames.ACCEPT, ""));
            Duration patience = time.apply(config.patience());
            Deadline deadline = Deadline.after(clock, patience);
            var told = new Told();
            var call = new Call(context, request, who, parameters, accepted, deadline, told);
            return saying(
                    told, inTime(() -> route.answer(call), config.patience().isAllOf(patience)));
        } catch (RequestException e) {
            if (e.fault() == Fault.UNAUTHENTICATED) return HttpAnswers.plain(401, Faults.textOf(e));
            return HttpAnswers.text(Faults.queryStatus(e.fault()), Faults.queryText(e));
        } catch (CorruptDataException e) {
            log.error("query met damaged data; cause={}", e.getMessage());
            return HttpAnswers.text(500, Faults.textOf(e));
        } catch (RuntimeException e) {
            // Whatever an interrupted read says of itself: the client left, and nobody reads this.
            if (Thread.currentThread().isInterrupted()) return HttpAnswers.text(499, Faults.CLIENT_LEFT);
            log.error("query failed; path={} cause={}", request.path(), e.toString(), e);
            return HttpAnswers.text(500, Faults.textOf(e));
        }
    }

    /// @param isRequests whether the time is that of any request, of which clients are told in other words
    private static HttpResponse inTime(Supplier<HttpResponse> work, boolean isRequests) {
        try {
            return work.get();
        } catch (RequestException e) {
            if (!isRequests || e.fault() != Fault.DEADLINE_EXCEEDED) throw e;
            return HttpAnswers.text(503, TIMED_OUT);
        }
    }

    /// An answer that may lack something says so.
    private static HttpResponse saying(Told told, HttpResponse answer) {
        String lacking = told.shortfall().text();
        if (lacking.isEmpty()) return answer;
        return answer.mapHeaders(
                headers -> headers.toBuilder().set(Told.HEADER, lacking).build());
    }

    private static String queryOf(ServiceRequestContext context) {
        String query = context.query();
        return query == null ? "" : query;
    }
}
