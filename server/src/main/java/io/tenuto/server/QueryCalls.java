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
import io.tenuto.model.TenantLimits;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Queries over HTTP: who asks for what and until when, and what failures are to clients. Blocks; call it on virtual
/// threads. Thread safe.
final class QueryCalls {
    private static final Logger log = LoggerFactory.getLogger(QueryCalls.class);

    private final Tenants tenants;
    private final QueryConfig config;
    private final TenantLimits.Source limits;
    private final Clock clock;

    QueryCalls(Tenants tenants, QueryConfig config, TenantLimits.Source limits, Clock clock) {
        this.tenants = tenants;
        this.config = config;
        this.limits = limits;
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
            Deadline deadline) {
        Accepted accepted() {
            return Accepted.of(request.headers().get(HttpHeaderNames.ACCEPT, ""));
        }

        String path(String name) {
            String value = context.pathParam(name);
            return value == null ? "" : value;
        }

        Asked asked() {
            return new Asked(tenants, parameters, deadline);
        }
    }

    /// Runs a route and turns its failures into the API's statuses and texts.
    HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request, Route route) {
        try {
            List<TenantId> who = tenants.readers(request.headers().get(Tenants.HEADER, ""));
            var parameters =
                    new Parameters(QueryParams.fromQueryString(queryOf(context)), config.within(limits, who), clock);
            return route.answer(new Call(context, request, who, parameters, Deadline.after(clock, config.timeout())));
        } catch (RequestException e) {
            if (e.fault() == Fault.UNAUTHENTICATED) return HttpAnswers.plain(401, Faults.textOf(e));
            return HttpAnswers.text(Faults.queryStatus(e.fault()), Faults.textOf(e));
        } catch (CorruptDataException e) {
            log.error("query met damaged data; cause={}", e.getMessage());
            return HttpAnswers.text(500, Faults.textOf(e));
        } catch (RuntimeException e) {
            log.error("query failed; path={} cause={}", request.path(), e.toString(), e);
            return HttpAnswers.text(500, Faults.textOf(e));
        }
    }

    private static String queryOf(ServiceRequestContext context) {
        String query = context.query();
        return query == null ? "" : query;
    }
}
