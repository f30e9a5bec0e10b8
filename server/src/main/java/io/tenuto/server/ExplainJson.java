package io.tenuto.server;

import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.traceql.engine.Explanation;
import io.tenuto.traceql.engine.ScanStatistics;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.wire.JsonWriter;
import java.util.List;

/// What is told of how a search was run. For people: the shape may change.
final class ExplainJson {
    private ExplainJson() {}

    static JsonWriter write(Explanation plan, QueryAnswer<SearchResult> answer, long tookNanos) {
        var out = new JsonWriter().beginObject();
        out.field("query", plan.query());
        out.field("evaluation", plan.judgesSpansAlone() ? "span by span" : "whole traces");
        out.field("structure", plan.needsStructure() ? "nested sets" : "none");
        list(out, "columns", plan.columns());
        list(out, "leadingFilters", plan.leads());
        list(out, "prunedBy", plan.pruning());
        ScanStatistics read = answer.result().statistics();
        out.key("read").beginObject();
        out.fieldIfSet("blocksInRange", answer.blockCount());
        out.fieldIfSet("blockBytes", answer.blockBytes());
        out.fieldIfSet("jobs", answer.jobCount());
        out.fieldIfSet("sources", read.sources());
        out.fieldIfSet("sourcesSkippedAsOlder", read.sourcesSkipped());
        out.fieldIfSet("rowsInRange", read.rowsCovered());
        out.fieldIfSet("rowsRead", read.rowsRead());
        out.fieldIfSet("batches", read.batches());
        out.fieldIfSet("tracesInRange", read.tracesCovered());
        out.fieldIfSet("tracesEvaluated", read.tracesEvaluated());
        out.fieldIfSet("tracesGatheredFromSeveralSources", read.tracesGathered());
        out.fieldIfSet("bytes", read.bytes());
        out.fieldIfSet("tracesLeftOut", answer.result().leftOut());
        out.endObject();
        out.key("pruned").beginArray();
        for (ScanStatistics.Pruned one : read.pruned()) {
            out.beginObject()
                    .field("condition", one.condition())
                    .field("by", one.statistic().text());
            out.fieldIfSet("rows", one.rows());
            out.endObject();
        }
        out.endArray();
        out.key("micros").beginObject();
        out.fieldIfSet("leadingFilters", read.times().leadNanos() / 1000);
        out.fieldIfSet("traces", read.times().traceNanos() / 1000);
        out.fieldIfSet("describing", read.times().describeNanos() / 1000);
        out.fieldIfSet("total", tookNanos / 1000);
        out.endObject();
        out.fieldIfSet("tracesFound", answer.result().traces().size());
        return out.endObject();
    }

    private static void list(JsonWriter out, String name, List<String> texts) {
        out.key(name).beginArray();
        for (String text : texts) out.text(text);
        out.endArray();
    }
}
