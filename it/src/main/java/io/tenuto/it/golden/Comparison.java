package io.tenuto.it.golden;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares JSON answers by an entry's rules.
final class Comparison {
    /// Ends a difference where all that was recorded was answered, and more.
    static final String MORE = " (the answer has all of it and more)";

    private final Set<Rule> rules;
    private final Set<String> splitTraces;
    private final boolean isOfWholeTraces;

    /// @param splitTraces identifiers, without leading zeros, of traces whose spans lie in several blocks
    /// @param isOfWholeTraces whether the query judges whole traces: recorded is what each block alone knew of a
    /// split one, so that not even its presence can be compared
    Comparison(Set<Rule> rules, Set<String> splitTraces, boolean isOfWholeTraces) {
        this.rules = rules;
        this.splitTraces = splitTraces;
        this.isOfWholeTraces = isOfWholeTraces;
    }

    /// What is wrong with `actual`; "" if nothing.
    String difference(JsonNode recorded, JsonNode answered) {
        if (rules.contains(Rule.IGNORE_METRICS) && recorded.has("metrics") && !answered.has("metrics")) {
            return ".metrics: missing";
        }
        if (rules.contains(Rule.STATUS_AND_CODE_ONLY)) {
            return Trees.difference(recorded.path("code"), answered.path("code"), false);
        }
        if (rules.contains(Rule.LIMIT_REACHED_ANY_TRACES)) {
            int expected = recorded.path("traces").size();
            int actual = answered.path("traces").size();
            return expected == actual ? "" : ".traces: " + expected + " expected, got " + actual;
        }
        JsonNode expected = reduced(recorded);
        JsonNode actual = reduced(answered);
        if (rules.contains(Rule.SHAPE_ONLY)) return Trees.shapeDifference(expected, actual);
        if (rules.contains(Rule.RECORDED_IS_SUBSET)) return Trees.missing(expected, actual);
        String difference = Trees.difference(expected, actual, rules.contains(Rule.FLOAT_TOLERANCE));
        boolean isMore =
                !difference.isEmpty() && Trees.missing(expected, actual).isEmpty();
        return isMore ? difference + MORE : difference;
    }

    private JsonNode reduced(JsonNode body) {
        JsonNode copy = body.deepCopy();
        if (copy instanceof ObjectNode object) {
            if (rules.contains(Rule.IGNORE_METRICS)) object.remove("metrics");
            if (rules.contains(Rule.IGNORE_EXEMPLARS)) removeExemplars(object);
            if (object.path("traces").isArray()) reduceTraces(object);
            if (rules.contains(Rule.FLATTEN_SPANS)) return flattened(object);
        }
        // The order of attributes within one list says nothing: ours is that of the sender.
        if (rules.contains(Rule.IGNORE_ORDER)) return Trees.sorted(copy, name -> true);
        if (rules.contains(Rule.IGNORE_ORDER_OF_ATTRIBUTES)) return Trees.sorted(copy, name -> !name.equals("traces"));
        return Trees.sorted(copy, name -> name.equals("attributes"));
    }

    private static void removeExemplars(ObjectNode body) {
        for (JsonNode series : body.path("series")) {
            if (series instanceof ObjectNode object) object.remove("exemplars");
        }
    }

    private void reduceTraces(ObjectNode body) {
        ArrayNode kept = Trees.JSON.createArrayNode();
        TreeSet<String> split = new TreeSet<>();
        for (JsonNode trace : body.path("traces")) {
            String id = trace.path("traceID").asString("");
            if (rules.contains(Rule.SPLIT_TRACES_BY_ID_ONLY) && splitTraces.contains(id)) {
                split.add(id);
                continue;
            }
            if (rules.contains(Rule.SPANS_ANY_SUBSET_OF_MATCHED)) {
                cutSpans(trace.path("spanSet"));
                for (JsonNode spanSet : trace.path("spanSets")) cutSpans(spanSet);
            }
            kept.add(trace);
        }
        body.set("traces", kept);
        ArrayNode ids = body.putArray("splitTraces");
        if (!isOfWholeTraces) split.forEach(ids::add);
    }

    private static void cutSpans(JsonNode spanSet) {
        if (!(spanSet instanceof ObjectNode object)) return;
        int count = spanSet.path("spans").size();
        if (spanSet.path("matched").asInt(0) > count) object.put("spans", count);
    }

    /// The spans as a set, each with its resource and scope.
    private static JsonNode flattened(ObjectNode body) {
        ArrayNode spans = Trees.JSON.createArrayNode();
        JsonNode trace = body.has("trace") ? body.path("trace") : body;
        JsonNode batches = trace.has("batches") ? trace.path("batches") : trace.path("resourceSpans");
        for (JsonNode batch : batches) {
            for (JsonNode scope : batch.path("scopeSpans")) {
                for (JsonNode span : scope.path("spans")) {
                    ObjectNode flat = Trees.JSON.createObjectNode();
                    flat.set("resource", batch.path("resource"));
                    flat.set("scope", scope.path("scope"));
                    flat.set("span", span);
                    spans.add(flat);
                }
            }
        }
        ObjectNode result = Trees.JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> property : body.properties()) {
            if (property.getValue() != batches && property.getValue() != trace) {
                result.set(property.getKey(), property.getValue());
            }
        }
        result.set("spans", spans);
        return Trees.sorted(result, name -> true);
    }
}
