package io.tenuto.traceql.engine;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.PruneCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// How a query is evaluated, in words for people. The wording may change; nothing should parse it.
///
/// @param query the canonical text
/// @param judgesSpansAlone whether no trace need be whole
/// @param needsStructure whether nested-set numbers are read or computed
/// @param columns columns that evaluating reads, sorted
/// @param leads filters that are scanned first: without a span that passes one, a trace is not looked at
/// @param pruning what statistics, dictionaries and membership filters are asked before rows are read
public record Explanation(
        String query,
        boolean judgesSpansAlone,
        boolean needsStructure,
        List<String> columns,
        List<String> leads,
        List<String> pruning) {
    private static final int VALUES_SHOWN = 5;

    public Explanation {
        columns = List.copyOf(columns);
        leads = List.copyOf(leads);
        pruning = List.copyOf(pruning);
    }

    public static Explanation of(Query query) {
        PipelinePlan plan = PipelinePlan.of(SearchEngine.pipelineOf(query));
        var leads = new ArrayList<String>();
        var pruning = new ArrayList<String>();
        for (Leads.Lead lead : plan.leads()) {
            var filter = new SpansetExpression.Filter(lead.relaxed());
            leads.add(lead.isOpen() ? "every trace" : filter.canonical());
            for (PruneCondition condition : Pruning.of(List.of(filter))) pruning.add(text(condition));
        }
        return new Explanation(
                query.canonical(),
                plan.isSpanOnly(),
                plan.needsStructure(),
                texts(plan.columns()).stream().sorted().toList(),
                leads,
                pruning);
    }

    private static List<String> texts(Collection<ColumnKey> columns) {
        return columns.stream().map(Explanation::text).toList();
    }

    private static String text(ColumnKey column) {
        return switch (column) {
            case ColumnKey.Attribute(AttributeKey key) -> key.toString();
            case ColumnKey.Of(Intrinsic intrinsic) -> intrinsic.name().toLowerCase(Locale.ROOT);
        };
    }

    /// A condition in words.
    static String text(PruneCondition condition) {
        String columns = String.join(" or ", texts(condition.columns()));
        return switch (condition) {
            case PruneCondition.NumberBetween between -> columns + text(between.min(), between.max());
            case PruneCondition.StringIn in -> columns + " is one of " + shown(in.values());
            case PruneCondition.StringMatches _ -> columns + " has a text that passes";
            case PruneCondition.Present _ -> columns + " is present";
        };
    }

    /// Bounds are a little wider than what is asked for, so that rounding loses nothing.
    private static String text(double min, double max) {
        double middle = (float) (min / 2 + max / 2);
        if (Double.isInfinite(min)) return " is at most " + max;
        if (Double.isInfinite(max)) return " is at least " + min;
        return min < middle && middle < max && max - min <= Math.abs(middle) * 1e-6
                ? " is " + middle
                : " within " + min + " to " + max;
    }

    private static String shown(List<ByteSlice> values) {
        String first = values.stream().limit(VALUES_SHOWN).toList().toString();
        return values.size() > VALUES_SHOWN ? first + " and " + (values.size() - VALUES_SHOWN) + " more" : first;
    }
}
