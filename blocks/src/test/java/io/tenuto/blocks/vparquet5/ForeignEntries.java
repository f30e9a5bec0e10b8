package io.tenuto.blocks.vparquet5;

import io.tenuto.parquet.LeafColumn;
import io.tenuto.parquet.Levels;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The levels of one column of a [MadeForeignBlock], by walking its tree.
final class ForeignEntries {
    private static final Set<String> REPEATED =
            Set.of("rs", "ss", "Spans", "Attrs", "Events", "Links", "Value", "ValueInt", "ValueDouble", "ValueBool");

    private final MadeForeignBlock block;
    private final LeafColumn leaf;
    private final Map<String, Integer> ordinals = new HashMap<>();
    private final ByteArrayOutputStream repetition = new ByteArrayOutputStream();
    private final ByteArrayOutputStream definition = new ByteArrayOutputStream();
    private final Levels.Nested levels;

    ForeignEntries(MadeForeignBlock block, LeafColumn leaf) {
        this.block = block;
        this.leaf = leaf;
        for (int trace = 0; trace < block.traceCount(); trace++) walk(0, 0, 0, trace, 0);
        this.levels = new Levels.Nested(repetition.toByteArray(), definition.toByteArray(), repetition.size());
    }

    /// @param above repeated fields among the names before `depth`
    private void walk(int depth, int repeated, int defined, int parent, int above) {
        List<String> names = leaf.names();
        if (depth == names.size()) {
            entry(repeated, defined);
            return;
        }
        String path = String.join(".", names.subList(0, depth + 1));
        boolean isOptional = names.get(depth).equals("ValueUnsupported");
        if (isOptional) {
            entry(repeated, defined + (block.pick(path, parent) & 1));
        } else if (!REPEATED.contains(names.get(depth))) {
            walk(depth + 1, repeated, defined, parent, above);
        } else {
            int count = block.children(path, parent);
            if (count == 0) entry(repeated, defined);
            for (int i = 0; i < count; i++) {
                int ordinal = ordinals.merge(path, 1, Integer::sum) - 1;
                walk(depth + 1, i == 0 ? repeated : above + 1, defined + 1, ordinal, above + 1);
            }
        }
    }

    private void entry(int repeated, int defined) {
        repetition.write(repeated);
        definition.write(defined);
    }

    LeafColumn leaf() {
        return leaf;
    }

    int size() {
        return levels.entryCount();
    }

    /// Gives one entry other levels.
    void change(int entry, int level) {
        if (size() == 0 || leaf.maxDefinition() == 0) return;
        int index = entry % size();
        levels.repetition()[index] = (byte) Math.min(leaf.maxRepetition(), level & 7);
        levels.definition()[index] = (byte) Math.min(leaf.maxDefinition(), level >> 3 & 7);
    }

    Levels levels() {
        return levels;
    }

    int presentCount() {
        int count = 0;
        for (int i = 0; i < size(); i++) count += levels.definition()[i] == leaf.maxDefinition() ? 1 : 0;
        return count;
    }
}
