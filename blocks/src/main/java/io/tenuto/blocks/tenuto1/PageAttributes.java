package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.DenseColumns;
import io.tenuto.blocks.segment.Entries;
import io.tenuto.blocks.segment.OddValues;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.model.AttributeKey;
import io.tenuto.parquet.Page;
import io.tenuto.parquet.Values;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Attributes of all rows of one page: of their resource and scope, of columns of their own, and of what is left over.
/// Used by one thread.
final class PageAttributes {
    private static final int[] NONE = {};

    private final BlockFile file;
    private final GroupPages group;
    private final PageColumns columns;
    private final Map<FixedLeaf, Page> entryPages = new EnumMap<>(FixedLeaf.class);

    PageAttributes(BlockFile file, GroupPages group, PageColumns columns) {
        this.file = file;
        this.group = group;
        this.columns = columns;
    }

    private Page entryPage(FixedLeaf leaf) {
        return entryPages.computeIfAbsent(leaf, key -> group.page(key.ordinal(), columns.page()));
    }

    Column read(AttributeKey key) {
        BlockFile.Core core = file.core();
        return switch (key.scope()) {
            case RESOURCE -> entryAttribute(key, core.resources().entries(), FixedLeaf.RESOURCE_ID);
            case INSTRUMENTATION -> entryAttribute(key, core.scopes().entries(), FixedLeaf.SCOPE_ID);
            case SPAN -> ownAttribute(key, RowKind.SPAN);
            case EVENT -> ownAttribute(key, RowKind.EVENT);
            case LINK -> ownAttribute(key, RowKind.LINK);
        };
    }

    private Column entryAttribute(AttributeKey key, Entries entries, FixedLeaf idLeaf) {
        var vectors = new ArrayList<Vector>();
        for (SparseColumn column : entries.columns()) {
            if (!column.name().equals(key.name())) continue;
            int[] first = file.core().firstValues(column, entries.count());
            if (column.type() == ColumnType.STRING && entryPage(idLeaf).values() instanceof Values.Coded coded) {
                entryTexts(column, first, coded).ifPresent(vectors::add);
                continue;
            }
            vectors.addAll(DenseColumns.spreadEntries(column, first, columns.entryIds(idLeaf, entries.count())));
        }
        return new Column(columns.rows(), vectors);
    }

    /// Strings of resources or scopes: what each of the page's few entries says is found out once, rows only look.
    private static Optional<Vector> entryTexts(SparseColumn column, int[] first, Values.Coded coded) {
        int size = coded.dictionary().count();
        long[] entries = Leaves.denseLongs(coded.dictionary());
        int[] texts = new int[size];
        boolean[] present = new boolean[size];
        boolean all = true;
        boolean any = false;
        for (int code = 0; code < size; code++) {
            long entry = entries[code];
            Check.data(entry >= 0 && entry < first.length, "entry %s of %s", entry, first.length);
            int place = first[(int) entry];
            present[code] = place >= 0;
            texts[code] = place < 0 ? 0 : column.ids()[place];
            all &= present[code];
            any |= present[code];
        }
        if (!any) return Optional.empty();
        int count = coded.count();
        int[] codes = coded.ids();
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) ids[i] = texts[codes[i]];
        Presence presence = all ? Presence.ALL : presence(present, codes, count);
        return Optional.of(new Vector.Strings(ids, column.dictionary(), count, presence));
    }

    private static Presence presence(boolean[] present, int[] codes, int count) {
        long[] words = new long[Math.max(1, (count + 63) >> 6)];
        for (int i = 0; i < count; i++) if (present[codes[i]]) words[i >> 6] |= 1L << i;
        return Presence.of(words);
    }

    private Column ownAttribute(AttributeKey key, RowKind kind) {
        int owner = AttributeMap.owner(key.scope());
        List<AttributeColumn> attributes = file.index().attributes(owner);
        var vectors = new ArrayList<Vector>();
        for (int index : file.core().attributes().indexes(key)) {
            AttributeColumn attribute = attributes.get(index);
            if (attribute.hasColumn()) {
                if (group.hasValues(attribute.leaf())) vectors.addAll(fromColumn(attribute, kind));
            } else if (attribute.type() != ColumnType.NONE && group.group().hasResidual(owner, index)) {
                vectors.addAll(fromResidue(attribute, owner, kind));
            }
        }
        return new Column(columns.entries(kind), vectors);
    }

    private List<Vector> fromColumn(AttributeColumn attribute, RowKind kind) {
        Page values = group.page(attribute.leaf(), columns.page());
        if (values.values().count() == 0) return List.of();
        if (kind == RowKind.SPAN && attribute.type() == ColumnType.STRING) {
            return List.of(Leaves.flatStrings(values, group.textDictionary(attribute.leaf())));
        }
        if (kind == RowKind.SPAN && attribute.type() == ColumnType.INT) {
            return List.of(Leaves.flatLongs(ValueType.INT, values));
        }
        int[] places = kind == RowKind.SPAN ? Leaves.places(values) : Leaves.optionalChildPlaces(values);
        Check.data(
                places.length == columns.entries(kind),
                "attribute %s: %s entries of %s",
                attribute.key(),
                places.length,
                columns.entries(kind));
        return vectors(attribute, values.values(), places, group.textDictionary(attribute.leaf()));
    }

    private List<Vector> fromResidue(AttributeColumn attribute, int owner, RowKind kind) {
        PageResidue list = columns.residue();
        boolean[] wanted = list.wanted(attribute.key());
        int[] places = new int[columns.entries(kind)];
        Arrays.fill(places, -1);
        int[] starts = kind == RowKind.SPAN ? NONE : columns.childStarts(kind);
        for (int i = 0; i < list.count(); i++) {
            if (list.owner(i) != owner || !list.is(i, wanted, attribute.type())) continue;
            int entry = kind == RowKind.SPAN ? list.row(i) : starts[list.row(i)] + list.index(i);
            Check.data(entry >= 0 && entry < places.length, "a residual value of entry %s", entry);
            if (places[entry] < 0) places[entry] = list.places(attribute.type())[i];
        }
        if (!Leaves.any(places)) return List.of();
        return vectors(attribute, list.values(attribute.type()), places, list.dictionary(attribute.type()));
    }

    private static List<Vector> vectors(AttributeColumn attribute, Values values, int[] places, Dictionary dictionary) {
        return switch (attribute.type()) {
            case STRING -> List.of(Leaves.strings(Leaves.texts(values, dictionary), places));
            case INT -> List.of(Leaves.longs(ValueType.INT, Leaves.denseLongs(values), places));
            case DOUBLE -> List.of(Leaves.doubles(Leaves.denseDoubles(values), places));
            case BOOLEAN -> List.of(Leaves.booleans(((Values.Booleans) values).words(), places));
            case NONE -> List.of();
            case ODD -> {
                Leaves.Texts texts = Leaves.texts(values, dictionary);
                var column = new SparseColumn(
                        attribute.key().toUtf8(),
                        attribute.key(),
                        ColumnType.ODD,
                        NONE,
                        new long[0],
                        texts.ids(),
                        texts.dictionary(),
                        values.count());
                yield OddValues.vectors(column, places);
            }
        };
    }
}
