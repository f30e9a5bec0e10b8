package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.TraceCut;
import io.tenuto.components.frontend.TraceRequest;
import io.tenuto.components.frontend.trace.SpanPruning;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.engine.TraceFilter;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.TraceQl;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a lookup by trace identifier may ask: where to look, only spans that pass a filter and those around them, and
/// summaries in the place of spans that look alike.
final class TraceOptions {
    private static final int PRUNED_MIN = 5;
    private static final int PRUNED_LEAST = 2;

    private final Parameters parameters;

    TraceOptions(Parameters parameters) {
        this.parameters = parameters;
    }

    TraceRequest request(TraceId id) {
        return new TraceRequest(
                id,
                parameters.traceRange(),
                reads(),
                block("blockStart", "blockstart", TraceRequest.FIRST_BLOCK),
                block("blockEnd", "blockEnd", TraceRequest.LAST_BLOCK));
    }

    private TraceRequest.Reads reads() {
        String mode = parameters.text("mode");
        return switch (mode) {
            case "", "all" -> TraceRequest.Reads.ALL;
            case "ingesters" -> TraceRequest.Reads.LIVE;
            case "blocks" -> TraceRequest.Reads.BLOCKS;
            case "external" -> throw new RequestException(Fault.INTERNAL, "external mode is not enabled\n");
            default -> throw RequestException.invalid("invalid value for mode " + mode);
        };
    }

    /// @param spelled how the parameter is written in the message
    private UUID block(String name, String spelled, UUID whenAbsent) {
        String text = parameters.text(name);
        return text.isEmpty() ? whenAbsent : UuidTexts.parse(spelled, text);
    }

    /// Which spans of the trace are wanted, if not all.
    record Filter(SpansetExpression.Filter filter, TraceFilter.Reach reach) {
        TraceCut cut(ByteSlice trace, Deadline deadline) {
            return TraceCut.of(trace, filter, reach, deadline);
        }
    }

    Optional<Filter> filter() {
        if (!parameters.has("q")) return Optional.empty();
        var filter = TraceQl.parseSpanFilter(parameters.expression("q"));
        int down = depth("match_depth", 0, TraceFilter.ALL);
        boolean keepsAncestors = Booleans.parse("keep_hierarchy", parameters.text("keep_hierarchy"), false);
        int up = keepsAncestors ? depth("ancestor_depth", TraceFilter.ALL, TraceFilter.ALL) : 0;
        return Optional.of(new Filter(filter, new TraceFilter.Reach(up, down)));
    }

    /// What is to be pruned, if anything. Nothing is read of it where the configuration does not allow it.
    Optional<SpanPruning.Options> pruning() {
        QueryConfig.Pruning config = parameters.config().lookups().pruning();
        if (!config.isAllowed()) return Optional.empty();
        boolean isWanted = Booleans.parse("span_pruning", parameters.text("span_pruning"), config.isDefault());
        int spansMin = depth("span_pruning_min_spans", PRUNED_MIN, PRUNED_LEAST);
        int parentDepth = depth("span_pruning_max_parent_depth", 1, -1);
        if (!isWanted) return Optional.empty();
        List<String> groupBy = Arrays.stream(
                        parameters.text("span_pruning_group_by").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return Optional.of(new SpanPruning.Options(groupBy, spansMin, parentDepth));
    }

    private int depth(String name, int whenAbsent, int least) {
        String text = parameters.text(name);
        if (text.isEmpty()) return whenAbsent;
        long depth;
        try {
            depth = Long.parseLong(text);
        } catch (NumberFormatException e) {
            String problem = text.matches("[+-]?[0-9]+") ? "value out of range" : "invalid syntax";
            throw RequestException.invalid(
                    "invalid value for %s: strconv.Atoi: parsing \"%s\": %s".formatted(name, text, problem));
        }
        if (depth < least) throw RequestException.invalid("invalid value for " + name + ": must be >= " + least);
        return (int) Math.min(depth, Integer.MAX_VALUE);
    }
}
