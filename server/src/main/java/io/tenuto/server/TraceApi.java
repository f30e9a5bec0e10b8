package io.tenuto.server;

import com.linecorp.armeria.common.HttpResponse;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.TraceCut;
import io.tenuto.components.frontend.TraceRequest;
import io.tenuto.components.frontend.trace.SpanPruning;
import io.tenuto.components.frontend.trace.TraceMerger;
import io.tenuto.components.frontend.trace.TraceParts;
import io.tenuto.components.rpc.TraceFragment;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.wire.JsonWriter;
import io.tenuto.wire.ProtoWriter;
import io.tenuto.wire.TraceJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lookups by trace identifier, versions 1 and 2. Thread safe.
final class TraceApi {
    private static final String FILTERED = "Trace filtered, only a subset of spans matching the filter is returned";
    private static final String PRUNED_BEFORE =
            "Trace was already pruned before it reached Tempo; this is the complete trace Tempo has stored";
    private static final String PRUNED = "Trace was pruned by Tempo while serving this request; the original spans"
            + " remain in storage and can be retrieved by querying again with span pruning disabled";

    private static final String TOO_LARGE = "Trace exceeds maximum size of %d bytes, a partial trace is returned";

    private final Queries queries;

    TraceApi(Queries queries) {
        this.queries = queries;
    }

    /// A trace as found, before options cut it.
    ///
    /// @param bytes size of what was read
    /// @param bytesMax most bytes of an answered trace, 0 for no limit
    record Found(TraceParts trace, long bytes, long bytesMax) {
        /// Why it is more than may be answered; empty if it is not.
        Optional<String> excess() {
            boolean isFine =
                    bytesMax == 0 || bytes <= bytesMax || trace.toOtlp().length() <= bytesMax;
            return isFine ? Optional.empty() : Optional.of(TOO_LARGE.formatted(bytesMax));
        }

        boolean isEmpty() {
            return trace.resources().isEmpty();
        }
    }

    Found find(QueryCalls.Call call, TraceRequest request) {
        var fragments = new ArrayList<TraceFragment>();
        for (TenantId tenant : call.tenants()) {
            fragments.addAll(call.told()
                    .note(queries.trace(tenant, request, call.deadline()))
                    .result());
        }
        long bytes = fragments.stream().mapToLong(TraceFragment::length).sum();
        return new Found(
                TraceMerger.merge(fragments),
                bytes,
                call.parameters().config().lookups().traceBytesMax());
    }

    HttpResponse version1(QueryCalls.Call call) {
        TraceId id = TraceIds.parse(call.path("traceID"));
        Found found = find(call, new TraceOptions(call.parameters()).request(id));
        if (found.isEmpty()) return HttpAnswers.text(404, "");
        if (found.excess().isPresent()) {
            throw new RequestException(
                    Fault.TOO_LARGE, "trace exceeds max size (max bytes: %d)".formatted(found.bytesMax()));
        }
        ByteSlice trace = found.trace().toOtlp();
        if (call.accepted() == Accepted.PROTOBUF) return HttpAnswers.protobuf(trace);
        var out = new JsonWriter();
        new TraceJson(out).write(trace, "batches");
        // Language models get the same as everybody here, under the name that they asked for.
        String type = call.accepted() == Accepted.LLM ? Accepted.LLM.text() : HttpAnswers.JSON;
        return HttpAnswers.json(type, out);
    }

    /// What version 2 answers.
    ///
    /// @param message why it is not the whole trace, "" if it is
    private record Answer(TraceParts trace, long bytes, String message) {}

    HttpResponse version2(QueryCalls.Call call) {
        TraceId id = TraceIds.parse(call.path("traceID"));
        var options = new TraceOptions(call.parameters());
        TraceRequest request = options.request(id);
        Optional<TraceOptions.Filter> filter = options.filter();
        Optional<SpanPruning.Options> pruning = options.pruning();
        Answer answer = shaped(call, find(call, request), filter, pruning);
        return switch (call.accepted()) {
            case PROTOBUF -> HttpAnswers.protobuf(protobuf(answer));
            case JSON -> HttpAnswers.json(json(answer));
            case LLM -> HttpAnswers.json(HttpAnswers.LLM, llm(answer, id));
        };
    }

    private static Answer shaped(
            QueryCalls.Call call,
            Found found,
            Optional<TraceOptions.Filter> filter,
            Optional<SpanPruning.Options> pruning) {
        var reasons = new ArrayList<String>();
        TraceParts trace = found.trace();
        Optional<String> excess = found.excess();
        if (excess.isPresent()) {
            reasons.add(excess.get());
            trace = trace.first(found.bytesMax());
        }
        if (filter.isPresent()) {
            TraceCut cut = filter.get().cut(trace.toOtlp(), call.deadline());
            if (!cut.isWhole()) {
                reasons.add(FILTERED);
                trace = TraceParts.of(cut.trace());
            }
        }
        if (pruning.isPresent()) {
            SpanPruning.Result pruned = SpanPruning.prune(trace, pruning.get());
            if (pruned.wasPrunedBefore()) reasons.add(PRUNED_BEFORE);
            if (pruned.isPruned()) reasons.add(PRUNED);
            trace = pruned.trace();
        }
        return new Answer(trace, found.bytes(), String.join("; ", reasons));
    }

    private static ByteSlice protobuf(Answer answer) {
        ByteSlice trace = answer.trace().toOtlp();
        var message = new ProtoWriter(trace.length() + 128);
        message.bytes(1, trace);
        int metrics = message.begin(2);
        message.varintIfSet(1, answer.bytes());
        message.end(metrics);
        if (!answer.message().isEmpty()) {
            message.varint(3, 1);
            message.text(4, answer.message());
        }
        return message.toSlice();
    }

    private static JsonWriter json(Answer answer) {
        var out = new JsonWriter().beginObject().key("trace");
        new TraceJson(out).write(answer.trace().toOtlp(), "resourceSpans");
        out.key("metrics")
                .beginObject()
                .bigFieldIfSet("inspectedBytes", answer.bytes())
                .endObject();
        if (!answer.message().isEmpty()) out.field("status", "PARTIAL").field("message", answer.message());
        return out.endObject();
    }

    private static JsonWriter llm(Answer answer, TraceId id) {
        var out = new JsonWriter().beginObject();
        List<TraceParts.Resource> resources = answer.trace().resources();
        if (!resources.isEmpty()) {
            new LlmTraceJson(out.key("trace")).write(answer.trace(), id.toHex());
            out.key("metrics")
                    .beginObject()
                    .fieldIfSet("inspectedBytes", answer.bytes())
                    .endObject();
            out.field("status", answer.message().isEmpty() ? "COMPLETE" : "PARTIAL");
            out.fieldIfSet("message", answer.message());
        }
        return out.endObject();
    }
}
