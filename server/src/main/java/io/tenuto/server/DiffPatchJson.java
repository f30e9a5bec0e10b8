package io.tenuto.server;

import io.tenuto.components.frontend.trace.TraceDiff;
import io.tenuto.model.TraceId;
import io.tenuto.wire.JsonWriter;
import java.util.List;
import java.util.Locale;

/// A comparison as `trace-patch-v0`: what must change in the first trace to become the second.
final class DiffPatchJson {
    private final JsonWriter out = new JsonWriter();

    private DiffPatchJson() {}

    static String write(TraceId base, TraceId compare, TraceDiff.Result diff) {
        return new DiffPatchJson().patch(base, compare, diff);
    }

    private String patch(TraceId base, TraceId compare, TraceDiff.Result diff) {
        out.beginObject().field("version", "trace-patch-v0");
        side("base", base, diff.baseCount());
        side("compare", compare, diff.compareCount());
        stats(diff);
        out.key("modified").beginArray();
        diff.pairs().stream()
                .filter(pair -> !pair.changes().isEmpty())
                .limit(TraceDiff.listedMax())
                .forEach(this::modified);
        out.endArray();
        out.key("added").beginArray();
        diff.added().stream().limit(TraceDiff.listedMax()).forEach(single -> single(single, true));
        out.endArray();
        out.key("removed").beginArray();
        diff.removed().stream().limit(TraceDiff.listedMax()).forEach(single -> single(single, false));
        out.endArray();
        DiffWarnings.write(diff, out);
        return out.endObject().toString();
    }

    private void side(String name, TraceId id, int spanCount) {
        out.key(name).beginObject().field("traceId", id.toHex());
        out.key("spanCount").number(spanCount);
        out.endObject();
    }

    private void stats(TraceDiff.Result diff) {
        out.key("stats").beginObject();
        out.key("spanCountA").number(diff.baseCount());
        out.key("spanCountB").number(diff.compareCount());
        out.key("matchedSpans").number(diff.pairs().size());
        out.key("modifiedSpans").number(diff.modifiedCount());
        out.key("addedSpans").number(diff.added().size());
        out.key("removedSpans").number(diff.removed().size());
        out.key("fieldChanges").number(diff.changeCount(TraceDiff.Kind.FIELD));
        out.key("attributeChanges").number(diff.changeCount(TraceDiff.Kind.ATTRIBUTE));
        out.key("eventChanges").number(diff.changeCount(TraceDiff.Kind.EVENT));
        out.key("truncated").bool(diff.isTruncated());
        out.endObject();
    }

    private void modified(TraceDiff.Pair pair) {
        out.beginObject().key("span").beginObject();
        identity(pair.base());
        out.endObject().key("changes").beginArray();
        pair.changes().forEach(this::change);
        out.endArray().endObject();
    }

    private void identity(TraceDiff.SpanFacts facts) {
        path("path", facts.path());
        out.field("service", facts.service()).field("name", facts.name()).field("kind", facts.kind());
    }

    private void path(String name, List<Integer> path) {
        out.key(name).beginArray();
        path.forEach(out::number);
        out.endArray();
    }

    private void change(TraceDiff.Change change) {
        boolean isNew = change.before() instanceof TraceDiff.Datum.Absent;
        boolean isGone = change.after() instanceof TraceDiff.Datum.Absent;
        out.beginObject().field("op", isNew ? "add" : isGone ? "remove" : "modify");
        out.key("target").beginObject();
        switch (change.kind()) {
            case FIELD -> out.field("type", "field").field("name", change.name());
            case EVENT ->
                out.field("type", "field").field("name", change.name()).field("scope", "event");
            case ATTRIBUTE ->
                out.field("type", change.kind().name().toLowerCase(Locale.ROOT))
                        .field("scope", "span")
                        .field("key", change.name());
        }
        out.endObject();
        datum("before", change.before());
        datum("after", change.after());
        out.endObject();
    }

    private void datum(String name, TraceDiff.Datum datum) {
        switch (datum) {
            case TraceDiff.Datum.Absent _ -> {}
            case TraceDiff.Datum.Text(String text) -> out.field(name, text);
            case TraceDiff.Datum.Whole(long number) -> out.key(name).number(number);
            case TraceDiff.Datum.Any(var value) -> PlainValues.value(value, out.key(name));
        }
    }

    private void single(TraceDiff.Single single, boolean isAdded) {
        TraceDiff.SpanFacts facts = single.facts();
        List<Integer> path = facts.path();
        out.beginObject().key("target").beginObject().field("type", "span");
        if (isAdded) {
            if (path.size() > 1) path("parentPath", path.subList(0, path.size() - 1));
            out.key("index").number(path.getLast());
        } else {
            path("path", path);
        }
        out.endObject().key("span").beginObject();
        identity(facts);
        out.key("duration_nanos").number(facts.durationNanos());
        out.field("status", facts.status());
        out.endObject().endObject();
    }
}
