package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Puts one summary in the place of many leaf spans that look alike, and of their parents where nothing else is left
/// below them.
public final class SpanPruning {
    private static final String MARK = "aggregation.is_summary";
    private static final double[] BOUNDS_SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    private static final int PARENTS_MIN = 2;

    private final Options options;
    private final SpanTree tree;
    /// Nodes that a summary stands for, with it.
    private final Map<Integer, Group> grouped = new HashMap<>();

    private final List<Group> groups = new ArrayList<>();

    private SpanPruning(TraceParts trace, Options options) {
        this.options = options;
        this.tree = new SpanTree(trace);
    }

    /// What is grouped.
    ///
    /// @param groupBy patterns (`*` for any text) of attribute names whose values must be equal within a group
    /// @param spansMin smallest group, at least 2
    /// @param parentDepthMax how many levels above the leaves may be grouped too; -1 for all
    public record Options(List<String> groupBy, int spansMin, int parentDepthMax) {
        public Options {
            groupBy = List.copyOf(groupBy);
        }
    }

    /// What came of it.
    ///
    /// @param wasPrunedBefore whether somebody else had pruned the trace, which is then left alone
    public record Result(TraceParts trace, boolean isPruned, boolean wasPrunedBefore) {}

    private record Key(
            ByteSlice name, int kind, int status, ByteSlice traceState, String values, ByteSlice parentName) {}

    private record Group(List<Integer> members, ByteSlice id) {}

    public static Result prune(TraceParts trace, Options options) {
        boolean isMarked = trace.spans().stream()
                .anyMatch(placed ->
                        AttributeValues.isTrue(AttributeValues.of(placed.span().message(), OtlpFields.SPAN_ATTRIBUTES)
                                .getOrDefault(MARK, ByteSlice.EMPTY)));
        if (isMarked) return new Result(trace, false, true);
        var pruning = new SpanPruning(trace, options);
        pruning.group();
        return pruning.groups.isEmpty()
                ? new Result(trace, false, false)
                : new Result(pruning.pruned(trace), true, false);
    }

    private void group() {
        Set<ByteSlice> used = new HashSet<>();
        for (int i = 0; i < tree.count(); i++) used.add(tree.span(i).id());
        var leaves = new ArrayList<Integer>();
        for (int node : tree.preOrder()) if (tree.children(node).isEmpty() && tree.parent(node) >= 0) leaves.add(node);
        boolean any = groupAlike(leaves, options.spansMin(), used);
        for (int level = 0; any && (options.parentDepthMax() < 0 || level < options.parentDepthMax()); level++) {
            var parents = new ArrayList<Integer>();
            for (int node : tree.preOrder()) {
                boolean isBare = !grouped.containsKey(node)
                        && tree.parent(node) >= 0
                        && !tree.children(node).isEmpty()
                        && grouped.keySet().containsAll(tree.children(node));
                if (isBare) parents.add(node);
            }
            any = groupAlike(parents, PARENTS_MIN, used);
        }
    }

    private boolean groupAlike(List<Integer> nodes, int least, Set<ByteSlice> used) {
        Map<Key, List<Integer>> alike = new LinkedHashMap<>();
        for (int node : nodes)
            alike.computeIfAbsent(key(node), key -> new ArrayList<>()).add(node);
        int before = groups.size();
        for (List<Integer> members : alike.values()) {
            if (members.size() < least) continue;
            var group = new Group(members, freshId(members, used));
            groups.add(group);
            for (int member : members) grouped.put(member, group);
        }
        return groups.size() > before;
    }

    private Key key(int node) {
        SpanPart span = tree.span(node);
        return new Key(
                span.name(),
                span.kind(),
                span.statusCode(),
                traceState(span),
                values(span),
                tree.span(tree.parent(node)).name());
    }

    private static ByteSlice traceState(SpanPart span) {
        var reader = new ProtoReader(span.message());
        while (reader.next()) {
            if (reader.field() == OtlpFields.SPAN_TRACE_STATE) return reader.readSlice();
            reader.skip();
        }
        return ByteSlice.EMPTY;
    }

    private String values(SpanPart span) {
        if (options.groupBy().isEmpty()) return "";
        return AttributeValues.of(span.message(), OtlpFields.SPAN_ATTRIBUTES).entrySet().stream()
                .filter(entry -> options.groupBy().stream().anyMatch(glob -> matches(glob, entry.getKey())))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static boolean matches(String glob, String name) {
        String[] parts = glob.split("\\*", -1);
        var pattern = new StringBuilder();
        for (int i = 0; i < parts.length; i++)
            pattern.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(name).matches();
    }

    /// Made from those of the members, so that asking twice gives the same.
    private ByteSlice freshId(List<Integer> members, Set<ByteSlice> used) {
        long hash = 0xcbf29ce484222325L;
        for (int member : members) {
            ByteSlice id = tree.span(member).id();
            for (int i = 0; i < id.length(); i++) hash = (hash ^ (id.at(i) & 0xFF)) * 0x100000001b3L;
        }
        ByteSlice fresh;
        do {
            fresh = ByteSlice.of(ByteBuffer.allocate(8).putLong(hash).array());
            hash++;
        } while (hash == 1 || !used.add(fresh));
        return fresh;
    }

    private TraceParts pruned(TraceParts trace) {
        Map<SpanPart, SpanPart> summaries = new IdentityHashMap<>();
        Set<SpanPart> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Group group : groups) {
            int slowest = slowest(group.members());
            for (int member : group.members()) gone.add(tree.span(member));
            summaries.put(tree.span(slowest), summary(group, slowest));
        }
        return trace.filter(placed -> summaries.containsKey(placed.span()) || !gone.contains(placed.span()))
                .map(span -> summaries.getOrDefault(span, span));
    }

    private int slowest(List<Integer> members) {
        int slowest = members.getFirst();
        for (int member : members) {
            if (tree.span(member).durationNanos() > tree.span(slowest).durationNanos()) slowest = member;
        }
        return slowest;
    }

    private SpanPart summary(Group group, int slowest) {
        int parent = tree.parent(slowest);
        Group above = grouped.get(parent);
        ByteSlice parentId = above == null ? tree.span(parent).id() : above.id();
        long start = Long.MAX_VALUE;
        long end = 0;
        for (int member : group.members()) {
            SpanPart span = tree.span(member);
            start = Math.min(start, span.startUnixNanos());
            end = Math.max(end, span.endUnixNanos());
        }
        var out = new ProtoWriter(1024);
        out.raw(tree.span(slowest).withIds(group.id(), parentId).message());
        // Of a field given twice the last one counts.
        out.fixed64(OtlpFields.SPAN_START, start);
        out.fixed64(OtlpFields.SPAN_END, end);
        figures(group, new AttributeValues.Appender(out));
        return SpanPart.of(out.toSlice());
    }

    private void figures(Group group, AttributeValues.Appender out) {
        long[] durations = group.members().stream()
                .mapToLong(member -> tree.span(member).durationNanos())
                .sorted()
                .toArray();
        long total = 0;
        for (long duration : durations) total += duration;
        long[] counts = new long[BOUNDS_SECONDS.length + 1];
        for (long duration : durations) {
            for (int i = 0; i < counts.length; i++) {
                if (i == BOUNDS_SECONDS.length || duration <= BOUNDS_SECONDS[i] * 1e9) counts[i]++;
            }
        }
        out.bool(MARK, true);
        out.integer("aggregation.span_count", durations.length);
        out.integer("aggregation.duration_min_ns", durations[0]);
        out.integer("aggregation.duration_max_ns", durations[durations.length - 1]);
        out.integer("aggregation.duration_avg_ns", total / durations.length);
        out.integer("aggregation.duration_total_ns", total);
        out.doubles("aggregation.histogram_bucket_bounds_s", BOUNDS_SECONDS);
        out.integers("aggregation.histogram_bucket_counts", counts);
    }
}
