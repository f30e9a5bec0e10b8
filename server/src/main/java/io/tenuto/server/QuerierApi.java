package io.tenuto.server;

import com.linecorp.armeria.common.HttpResponse;
import io.tenuto.base.Clock;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.SourceChoice;

/// The querier's own routes: the same questions over recent data or one block. Thread safe.
///
/// This server's frontend does not call them; they answer whoever addresses a querier.
final class QuerierApi {
    private final Queries queries;
    private final QueryConfig config;
    private final Clock clock;

    QuerierApi(Queries queries, QueryConfig config, Clock clock) {
        this.queries = queries;
        this.config = config;
        this.clock = clock;
    }

    HttpResponse traceV1(QueryCalls.Call call) {
        return new TraceApi(queries).version1(call);
    }

    HttpResponse traceV2(QueryCalls.Call call) {
        return new TraceApi(queries).version2(call);
    }

    HttpResponse search(QueryCalls.Call call) {
        return part(call).search(call);
    }

    HttpResponse tagNamesV1(QueryCalls.Call call) {
        return part(call).tagNamesV1(call);
    }

    HttpResponse tagNamesV2(QueryCalls.Call call) {
        return part(call).tagNamesV2(call);
    }

    HttpResponse tagValuesV1(QueryCalls.Call call) {
        return part(call).tagValuesV1(call);
    }

    HttpResponse tagValuesV2(QueryCalls.Call call) {
        return part(call).tagValuesV2(call);
    }

    HttpResponse metricsRange(QueryCalls.Call call) {
        boolean isRecent = call.parameters().text("mode").equals("recent");
        SourceChoice choice = isRecent ? new SourceChoice.Live() : BlockParameters.block(call.parameters());
        var metrics = new MetricsApi(over(call, choice), config, clock);
        MetricsApi.Answer answer = metrics.part(call.asked());
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(MetricsProto.message(answer))
                : call.answer(new MetricsJson(answer));
    }

    private QueryApi part(QueryCalls.Call call) {
        return new QueryApi(over(call, BlockParameters.choice(call.parameters())), config, clock);
    }

    private Queries over(QueryCalls.Call call, SourceChoice choice) {
        if (choice instanceof SourceChoice.Block(String id)
                && call.tenants().stream().noneMatch(tenant -> queries.hasBlock(tenant, id))) {
            // An empty answer would say that the block holds nothing.
            throw new RequestException(Fault.NOT_FOUND, "block " + id + " does not exist");
        }
        return queries.over(choice);
    }
}
