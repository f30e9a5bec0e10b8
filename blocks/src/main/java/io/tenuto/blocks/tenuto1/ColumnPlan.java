package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.IntColumn;
import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.parquet.Annotation;
import io.tenuto.parquet.PhysicalType;
import io.tenuto.parquet.Repetition;
import io.tenuto.parquet.Schema;
import io.tenuto.parquet.SchemaNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Which attributes get columns of their own, and the schema that follows.
///
/// @param spans the segment's span attributes in its order, each with its leaf
/// @param resources resource attributes with a column, for other readers; ours go by `resource_id`
record ColumnPlan(
        Schema schema,
        List<AttributeColumn> spans,
        List<AttributeColumn> events,
        List<AttributeColumn> links,
        List<Copied> resources,
        List<Copied> scopes) {
    static final int DYNAMIC_MAX = 128;

    /// What a value costs in the residual list beyond its own bytes: key, owner, levels; measured after compression.
    private static final int RESIDUAL_VALUE_BYTES = 3;

    /// What a column costs in a row group: its place in the footer and in the index.
    private static final int CHUNK_BYTES = 120;

    /// What a page costs: header, frame.
    private static final int PAGE_BYTES = 45;

    /// A column that repeats what a table of the index says.
    record Copied(SparseColumn column, String name) {}

    private record Candidate(String scope, SparseColumn column, long rows) {}

    static ColumnPlan of(SegmentData data, int groupRows, int pageRows) {
        long groups = Math.max(1, (data.rowCount() + groupRows - 1) / groupRows);
        long pages = Math.max(1, (data.rowCount() + pageRows - 1) / pageRows);
        long cost = groups * CHUNK_BYTES + pages * PAGE_BYTES;
        var candidates = new ArrayList<Candidate>();
        candidates(candidates, "span", data.attributes());
        candidates(candidates, "events", data.events().attributes());
        candidates.removeIf(candidate -> candidate.rows() * RESIDUAL_VALUE_BYTES <= cost);
        entries(candidates, "resource", data.resources().columns(), data, data.resourceIds());
        entries(candidates, "scope", data.scopes().columns(), data, data.scopeIds());
        candidates.sort(Comparator.comparingLong(Candidate::rows).reversed());
        Set<SparseColumn> chosen = new HashSet<>();
        for (int i = 0; i < candidates.size() && i < DYNAMIC_MAX; i++)
            chosen.add(candidates.get(i).column());
        return build(data, chosen::contains);
    }

    private static void candidates(List<Candidate> into, String scope, List<SparseColumn> columns) {
        for (SparseColumn column : columns) {
            if (column.type() != ColumnType.NONE) into.add(new Candidate(scope, column, column.count()));
        }
    }

    /// Attributes of resources and scopes count as often as rows have them; they take space only for other readers,
    /// so those that are rare or odd are left out.
    private static void entries(
            List<Candidate> into, String scope, List<SparseColumn> columns, SegmentData data, int[] entryIds) {
        if (columns.isEmpty()) return;
        int entries = 0;
        for (SparseColumn column : columns) {
            for (int i = 0; i < column.count(); i++) entries = Math.max(entries, column.rows()[i] + 1);
        }
        long[] rows = new long[entries];
        for (int row = 0; row < data.rowCount(); row++) {
            int id = IntColumn.at(entryIds, row);
            if (id < entries) rows[id]++;
        }
        for (SparseColumn column : columns) {
            long count = 0;
            for (int i = 0; i < column.count(); i++) {
                if (i == 0 || column.rows()[i] != column.rows()[i - 1]) count += rows[column.rows()[i]];
            }
            boolean plain = column.type() != ColumnType.ODD && column.type() != ColumnType.NONE;
            if (plain && count * 20 >= data.rowCount()) into.add(new Candidate(scope, column, count));
        }
    }

    private static ColumnPlan build(SegmentData data, Predicate<SparseColumn> chosen) {
        var fields = new ArrayList<SchemaNode>();
        for (FixedLeaf leaf : FixedLeaf.ALL) if (leaf.group().isEmpty()) fields.add(leaf.node());
        var next = new int[] {fields.size()};
        group(fields, "other", List.of(), chosen, next);
        List<AttributeColumn> links = group(fields, "links", data.links().attributes(), column -> false, next);
        List<AttributeColumn> events = group(fields, "events", data.events().attributes(), chosen, next);
        var spans = new ArrayList<AttributeColumn>();
        for (SparseColumn column : data.attributes()) {
            boolean own = chosen.test(column);
            if (own) fields.add(node(ColumnName.of("span", column.key(), column.type()), column.type()));
            spans.add(new AttributeColumn(column.key(), column.type(), own ? next[0]++ : AttributeColumn.NOWHERE));
        }
        List<Copied> resources = copied(fields, "resource", data.resources().columns(), chosen);
        List<Copied> scopes = copied(fields, "scope", data.scopes().columns(), chosen);
        return new ColumnPlan(Schema.of("spans", fields), List.copyOf(spans), events, links, resources, scopes);
    }

    private static List<AttributeColumn> group(
            List<SchemaNode> fields,
            String name,
            List<SparseColumn> columns,
            Predicate<SparseColumn> chosen,
            int[] next) {
        var children = new ArrayList<SchemaNode>();
        for (FixedLeaf leaf : FixedLeaf.ALL) if (leaf.group().equals(name)) children.add(leaf.node());
        next[0] += children.size();
        var attributes = new ArrayList<AttributeColumn>();
        for (SparseColumn column : columns) {
            boolean own = chosen.test(column);
            if (own) children.add(node("attr." + ColumnName.leaf(column.key(), column.type()), column.type()));
            attributes.add(new AttributeColumn(column.key(), column.type(), own ? next[0]++ : AttributeColumn.NOWHERE));
        }
        fields.add(new SchemaNode.Group(name, Repetition.REPEATED, children));
        return List.copyOf(attributes);
    }

    private static List<Copied> copied(
            List<SchemaNode> fields, String scope, List<SparseColumn> columns, Predicate<SparseColumn> chosen) {
        var copied = new ArrayList<Copied>();
        for (SparseColumn column : columns) {
            if (!chosen.test(column)) continue;
            String name = ColumnName.of(scope, column.key(), column.type());
            fields.add(node(name, column.type()));
            copied.add(new Copied(column, name));
        }
        return List.copyOf(copied);
    }

    private static SchemaNode node(String name, ColumnType type) {
        return switch (type) {
            case STRING -> SchemaNode.leaf(name, Repetition.OPTIONAL, PhysicalType.BYTE_ARRAY, Annotation.UTF8);
            case INT -> SchemaNode.leaf(name, Repetition.OPTIONAL, PhysicalType.INT64, Annotation.NONE);
            case DOUBLE -> SchemaNode.leaf(name, Repetition.OPTIONAL, PhysicalType.DOUBLE, Annotation.NONE);
            case BOOLEAN -> SchemaNode.leaf(name, Repetition.OPTIONAL, PhysicalType.BOOLEAN, Annotation.NONE);
            case ODD, NONE -> SchemaNode.leaf(name, Repetition.OPTIONAL, PhysicalType.BYTE_ARRAY, Annotation.NONE);
        };
    }
}
