package io.tenuto.parquet;

import io.tenuto.base.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of a file and the columns that follow from them.
public final class Schema {
    static final int NODES_MAX = 20_000;
    static final int DEPTH_MAX = 40;

    private final SchemaNode.Group root;
    private final List<LeafColumn> leaves;
    private final Map<String, LeafColumn> byPath = new HashMap<>();

    private Schema(SchemaNode.Group root, List<LeafColumn> leaves) {
        this.root = root;
        this.leaves = List.copyOf(leaves);
        for (LeafColumn leaf : leaves) byPath.putIfAbsent(leaf.path(), leaf);
    }

    public static Schema of(String name, List<SchemaNode> fields) {
        return of(new SchemaNode.Group(name, Repetition.REQUIRED, fields));
    }

    static Schema of(SchemaNode.Group root) {
        var leaves = new ArrayList<LeafColumn>();
        for (SchemaNode child : root.children()) collect(child, List.of(), 0, 0, leaves);
        return new Schema(root, leaves);
    }

    private static void collect(
            SchemaNode node, List<String> prefix, int repetition, int definition, List<LeafColumn> into) {
        int rep = repetition + (node.repetition() == Repetition.REPEATED ? 1 : 0);
        int def = definition + (node.repetition() == Repetition.REQUIRED ? 0 : 1);
        var names = new ArrayList<>(prefix);
        names.add(node.name());
        Check.data(rep < DEPTH_MAX && def < DEPTH_MAX, "schema is nested too deeply at %s", names);
        switch (node) {
            case SchemaNode.Group group -> {
                for (SchemaNode child : group.children()) collect(child, names, rep, def, into);
            }
            case SchemaNode.Leaf leaf ->
                into.add(new LeafColumn(into.size(), names, leaf.type(), leaf.fixedLength(), rep, def));
        }
    }

    SchemaNode.Group root() {
        return root;
    }

    /// All columns in file order.
    public List<LeafColumn> leaves() {
        return leaves;
    }

    public Optional<LeafColumn> leaf(String path) {
        return Optional.ofNullable(byPath.get(path));
    }
}
