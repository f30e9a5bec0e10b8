package io.tenuto.it.golden;

import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.metrics.MetricsEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The deliberate differences from recorded answers, each found by its rule. Each stands with its reason in
/// docs/api-differences.md.
final class GoldenDifferences {
    private static final Pattern NUMBER_OR_LABEL = Pattern.compile(
            "\\.(series|traces)\\[\\d+\\].*(value|timestampMs|spanCount|durationNanos|stringValue): expected .*");
    private static final List<String> INTRINSIC_VALUES = List.of(
            "/tag/status",
            "/tag/kind",
            "/tag/duration",
            "/tag/traceDuration",
            "/tag/span%3A",
            "/tag/trace%3A",
            "/tag/link%3A",
            "/tag/event%3AtimeSinceStart",
            "/tag/error/",
            "/tag/span:",
            "/tag/trace:",
            "/tag/link:");

    private static final Pattern ID_WITH_ZEROS = Pattern.compile("span:(id|parentID)\\s*=\\s*\"0[0-9a-f]*\"");
    private static final Pattern NAMES =
            Pattern.compile("\\.scopes\\[\\w+]\\.tags" + Pattern.quote(Trees.MISSING) + "(.*)");

    private final Set<String> promoted;
    private final Set<String> neverComparable;
    private final boolean hasRepeatedSpans;
    private final boolean hasSplitTraces;

    /// @param promoted attributes that the recorded server kept in columns of their own
    /// @param neverComparable attributes none of whose values can be compared
    /// @param hasRepeatedSpans whether some span was sent more than once to the same place
    /// @param hasSplitTraces whether spans of one trace lie in several blocks
    GoldenDifferences(
            Set<String> promoted, Set<String> neverComparable, boolean hasRepeatedSpans, boolean hasSplitTraces) {
        this.promoted = Set.copyOf(promoted);
        this.neverComparable = Set.copyOf(neverComparable);
        this.hasRepeatedSpans = hasRepeatedSpans;
        this.hasSplitTraces = hasSplitTraces;
    }

    /// Why this entry may be answered with `difference`; empty if it may not.
    Optional<String> reason(Entry entry, String difference) {
        if (difference.isEmpty()) return Optional.empty();
        boolean showsWholeArray =
                difference.startsWith(".traces[") && difference.contains(".value.arrayValue: not expected");
        if (showsWholeArray) return Optional.of("an array is shown whole, not only the elements that matched");
        if (difference.contains(".labels[") && difference.contains(".value.arrayValue: not expected")) {
            return Optional.of("arrays group by their whole value");
        }
        return ofPath(entry, difference).or(() -> ofQuery(entry, difference));
    }

    private static Optional<String> ofPath(Entry entry, String difference) {
        String path = entry.text("path");
        if (path.equals("/")) return Optional.of("the page stands at the root");
        if (path.startsWith("/partition-ring") && difference.contains("tokens")) {
            return Optional.of("partitions are found by hashing without tokens");
        }
        boolean isValues = path.contains("/search/tag/");
        if (isValues && difference.endsWith(Comparison.MORE)) {
            return Optional.of("every value that a span passing the filter has is listed");
        }
        if (isValues && INTRINSIC_VALUES.stream().anyMatch(path::contains)) {
            return Optional.of("values of intrinsics are the same over blocks as over live data");
        }
        return Optional.empty();
    }

    /// Whether all names that are missing under a filter are those of attributes that no filter can ask for.
    private boolean lacksOnlyIncomparable(Entry entry, String difference) {
        Matcher names = NAMES.matcher(difference);
        return !query(entry).isEmpty()
                && names.matches()
                && Arrays.stream(names.group(1).split(", "))
                        .allMatch(name -> neverComparable.contains(
                                Trees.JSON.readTree(name).asString()));
    }

    private static String query(Entry entry) {
        JsonNode request = entry.fields().path("request");
        return entry.isGrpc()
                ? request.path("query").asString("") + request.path("Query").asString("")
                : entry.fields().path("params").path("q").asString("");
    }

    private Optional<String> ofQuery(Entry entry, String difference) {
        String query = query(entry);
        if (lacksOnlyIncomparable(entry, difference)) {
            return Optional.of("under a filter, names of attributes that cannot be compared are not listed");
        }
        boolean isFound = difference.startsWith(".traces") && difference.endsWith(Comparison.MORE);
        if (isFound && ID_WITH_ZEROS.matcher(query).find()) {
            return Optional.of("identifiers with leading zeros are found");
        }
        boolean isMetrics = query.contains("|");
        if (query.contains("event:timeSinceStart") && difference.startsWith(".traces: ")) {
            return Optional.of("events before the start of their span hide no others");
        }
        if (query.contains("sum_over_time(") && difference.startsWith(".series")) {
            return Optional.of("spans without the measured attribute do not spoil a sum");
        }
        if (isMetrics && promoted.stream().anyMatch(query::contains) && difference.startsWith(".series")) {
            return Optional.of("a missing attribute is missing, whatever column it might have had");
        }
        if (!NUMBER_OR_LABEL.matcher(difference).matches()) return Optional.empty();
        if (hasRepeatedSpans) return Optional.of("a span that came twice is one span");
        if (isMetrics && hasSplitTraces && needsWholeTraces(query)) {
            return Optional.of("traces in several blocks are judged as a whole");
        }
        return Optional.empty();
    }

    private static boolean needsWholeTraces(String query) {
        try {
            return TraceQl.parse(query) instanceof Query.Metrics metrics && MetricsEngine.needsWholeTraces(metrics);
        } catch (TraceQlException _) {
            return false;
        }
    }
}
