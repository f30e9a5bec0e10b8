package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.parquet.Levels;
import io.tenuto.parquet.Page;
import io.tenuto.parquet.Values;
import io.tenuto.traceql.source.Dictionary;
import java.util.Arrays;

/// The residual list of one page's rows. Columns of values are decoded when asked for. Used by one thread.
final class PageResidue {
    private static final int[] NO_PLACES = {};

    private final GroupPages group;
    private final int page;
    /// Row within the page of each entry.
    private final int[] rows;
    private final long[] owners;
    private final long[] indexes;
    private final int[] keyIds;
    private final Dictionary keys;
    private final int[][] places = new int[ColumnType.values().length][];

    PageResidue(GroupPages group, int page, int rowCount) {
        this.group = group;
        this.page = page;
        Page of = group.page(FixedLeaf.OTHER_OF.ordinal(), page);
        this.rows = rowsOf((Levels.Nested) of.levels(), rowCount);
        this.owners = Leaves.denseLongs(of.values());
        this.indexes = Leaves.denseLongs(
                group.page(FixedLeaf.OTHER_INDEX.ordinal(), page).values());
        int keyLeaf = FixedLeaf.OTHER_KEY.ordinal();
        Leaves.Texts texts = Leaves.texts(group.page(keyLeaf, page).values(), group.textDictionary(keyLeaf));
        this.keyIds = texts.ids();
        this.keys = texts.dictionary();
        Check.data(
                owners.length >= rows.length && indexes.length >= rows.length && keyIds.length == rows.length,
                "residual list of uneven columns");
        Arrays.fill(places, NO_PLACES);
    }

    private static int[] rowsOf(Levels.Nested levels, int rowCount) {
        int[] rows = new int[levels.entryCount()];
        int row = -1;
        int count = 0;
        for (int i = 0; i < levels.entryCount(); i++) {
            if (levels.repetition()[i] == 0) row++;
            if (levels.definition()[i] > 0) rows[count++] = row;
        }
        Check.data(row == rowCount - 1, "residual list of %s rows, not %s", row + 1, rowCount);
        return Arrays.copyOf(rows, count);
    }

    int count() {
        return rows.length;
    }

    int row(int entry) {
        return rows[entry];
    }

    int owner(int entry) {
        return (int) owners[entry];
    }

    int index(int entry) {
        return (int) indexes[entry];
    }

    static int leaf(ColumnType type) {
        return switch (type) {
            case STRING -> FixedLeaf.OTHER_STRING.ordinal();
            case INT -> FixedLeaf.OTHER_INT.ordinal();
            case DOUBLE -> FixedLeaf.OTHER_DOUBLE.ordinal();
            case BOOLEAN -> FixedLeaf.OTHER_BOOL.ordinal();
            case ODD -> FixedLeaf.OTHER_ANY.ordinal();
            case NONE -> throw new IllegalArgumentException("no value, no column");
        };
    }

    /// For each entry the index of its value of this type within [#values], or -1.
    int[] places(ColumnType type) {
        if (places[type.ordinal()] == NO_PLACES) {
            int[] found = Leaves.optionalChildPlaces(group.page(leaf(type), page));
            Check.data(found.length >= rows.length, "residual list of uneven columns");
            places[type.ordinal()] = found;
        }
        return places[type.ordinal()];
    }

    Values values(ColumnType type) {
        return group.page(leaf(type), page).values();
    }

    Dictionary dictionary(ColumnType type) {
        return group.textDictionary(leaf(type));
    }

    /// Whether entry i has this key and a value of this type; for [ColumnType#NONE], the key and no value at all.
    boolean is(int entry, boolean[] wantedKeys, ColumnType type) {
        if (!wantedKeys[keyIds[entry]]) return false;
        if (type != ColumnType.NONE) return places(type)[entry] >= 0;
        for (ColumnType other : ColumnType.values()) {
            if (other != ColumnType.NONE && places(other)[entry] >= 0) return false;
        }
        return true;
    }

    /// By id of the key, whether it equals `key`.
    boolean[] wanted(ByteSlice key) {
        boolean[] wanted = new boolean[keys.size()];
        for (int i = 0; i < wanted.length; i++) wanted[i] = keys.value(i).equals(key);
        return wanted;
    }
}
