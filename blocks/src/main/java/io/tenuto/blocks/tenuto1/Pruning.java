package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.Entries;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.blocks.segment.TextSearch;
import io.tenuto.model.AttributeKey;
import io.tenuto.parquet.Bounds;
import io.tenuto.parquet.MembershipFilter;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.PrunedRows.Statistic;
import java.util.List;
import java.util.Optional;

/// Decides whether a row group can hold a row that satisfies all conditions of a scan: by bounds, by which keys and
/// resources occur, by filters, by dictionaries, the cheap ones first. Never says no to a row group that can.
/// Used by one thread.
final class Pruning {
    private final BlockFile.Core core;
    private final List<PruneCondition> conditions;
    /// Whether the condition looked at was put to a dictionary.
    private boolean usedDictionary;

    Pruning(BlockFile.Core core, List<PruneCondition> conditions) {
        this.core = core;
        this.conditions = conditions;
    }

    /// A condition that no row of a row group can satisfy, and what told so.
    record Contradiction(PruneCondition condition, Statistic statistic) {}

    /// Without reading anything; empty if the row group may hold a row that satisfies all conditions.
    Optional<Contradiction> contradictedByIndex(StoredGroup group) {
        for (PruneCondition condition : conditions) {
            boolean any = false;
            for (ColumnKey column : condition.columns()) any |= byIndex(group, condition, column);
            if (!any) return Optional.of(new Contradiction(condition, indexStatistic(condition)));
        }
        return Optional.empty();
    }

    private static Statistic indexStatistic(PruneCondition condition) {
        if (condition.columns().stream().allMatch(Pruning::isOfResource)) return Statistic.RESOURCES;
        return condition instanceof PruneCondition.NumberBetween ? Statistic.BOUNDS : Statistic.KEYS;
    }

    private static boolean isOfResource(ColumnKey column) {
        return column instanceof ColumnKey.Attribute(AttributeKey key)
                && switch (key.scope()) {
                    case RESOURCE, INSTRUMENTATION -> true;
                    case SPAN, EVENT, LINK -> false;
                };
    }

    /// By filters and dictionaries, which are read.
    Optional<Contradiction> contradictedByContent(GroupPages group) {
        for (PruneCondition condition : conditions) {
            if (condition instanceof PruneCondition.NumberBetween || condition instanceof PruneCondition.Present)
                continue;
            boolean any = false;
            usedDictionary = false;
            for (ColumnKey column : condition.columns()) {
                any = any || byIndex(group.group(), condition, column) && byContent(group, condition, column);
            }
            if (!any)
                return Optional.of(
                        new Contradiction(condition, usedDictionary ? Statistic.DICTIONARY : Statistic.FILTER));
        }
        return Optional.empty();
    }

    private boolean byIndex(StoredGroup group, PruneCondition condition, ColumnKey column) {
        return switch (column) {
            case ColumnKey.Of(Intrinsic intrinsic) -> intrinsicByIndex(group, condition, intrinsic);
            case ColumnKey.Attribute(AttributeKey key) ->
                switch (key.scope()) {
                    case RESOURCE -> {
                        Entries entries = core.resources().entries();
                        yield entriesMatch(condition, key, entries, group.resources());
                    }
                    case INSTRUMENTATION -> {
                        Entries entries = core.scopes().entries();
                        long[] all = new long[entries.count()];
                        for (int i = 0; i < all.length; i++) all[i] = i;
                        yield entriesMatch(condition, key, entries, all);
                    }
                    case SPAN, EVENT, LINK -> ownByIndex(group, condition, key);
                };
        };
    }

    private static boolean intrinsicByIndex(StoredGroup group, PruneCondition condition, Intrinsic intrinsic) {
        if (!(condition instanceof PruneCondition.NumberBetween between)) return true;
        FixedLeaf leaf;
        switch (intrinsic) {
            case START -> leaf = FixedLeaf.START;
            case DURATION -> leaf = FixedLeaf.DURATION;
            case KIND -> leaf = FixedLeaf.KIND;
            case STATUS -> leaf = FixedLeaf.STATUS_CODE;
            case CHILD_COUNT -> leaf = FixedLeaf.CHILD_COUNT;
            case EVENT_TIME_SINCE_START -> leaf = FixedLeaf.EVENT_TIME;
            default -> {
                return true;
            }
        }
        StoredChunk chunk = group.chunks().get(leaf.ordinal());
        // A span without status has code 0.
        boolean zeroIsIn =
                leaf == FixedLeaf.STATUS_CODE && chunk.nullCount() > 0 && between.min() <= 0 && between.max() >= 0;
        return zeroIsIn || chunk.hasValues() && overlaps(chunk.bounds(), between);
    }

    private static boolean overlaps(Bounds bounds, PruneCondition.NumberBetween between) {
        return switch (bounds) {
            case Bounds.OfLongs(long min, long max) -> max >= between.min() && min <= between.max();
            case Bounds.OfDoubles(double min, double max) -> max >= between.min() && min <= between.max();
            case Bounds.Unknown _, Bounds.OfBytes _ -> true;
        };
    }

    private boolean ownByIndex(StoredGroup group, PruneCondition condition, AttributeKey key) {
        int owner = AttributeMap.owner(key.scope());
        for (int index : core.attributes().indexes(key)) {
            AttributeColumn attribute = core.index().attributes(owner).get(index);
            if (!attribute.type().fits(condition)) continue;
            if (!attribute.hasColumn()) {
                if (group.hasResidual(owner, index)) return true;
                continue;
            }
            StoredChunk chunk = group.chunks().get(attribute.leaf());
            if (!chunk.hasValues()) continue;
            boolean bounded = attribute.type() != ColumnType.ODD && condition instanceof PruneCondition.NumberBetween;
            if (!bounded || overlaps(chunk.bounds(), (PruneCondition.NumberBetween) condition)) return true;
        }
        return false;
    }

    private static boolean entriesMatch(PruneCondition condition, AttributeKey key, Entries entries, long[] present) {
        for (SparseColumn column : entries.columns()) {
            if (!column.name().equals(key.name()) || !column.type().fits(condition)) continue;
            int at = 0;
            for (int i = 0; i < column.count(); i++) {
                while (at < present.length && present[at] < column.rows()[i]) at++;
                if (at == present.length) break;
                if (present[at] == column.rows()[i] && valueMatches(condition, column, i)) return true;
            }
        }
        return false;
    }

    private static boolean valueMatches(PruneCondition condition, SparseColumn column, int i) {
        if (column.type() == ColumnType.ODD) return true;
        return switch (condition) {
            case PruneCondition.NumberBetween between -> {
                double value = column.type() == ColumnType.DOUBLE
                        ? Double.longBitsToDouble(column.numbers()[i])
                        : column.numbers()[i];
                yield value >= between.min() && value <= between.max();
            }
            case PruneCondition.StringIn in ->
                in.values().contains(column.dictionary().value(column.ids()[i]));
            case PruneCondition.StringMatches matches ->
                matches.test().test(column.dictionary().value(column.ids()[i]));
            case PruneCondition.Present _ -> true;
        };
    }

    private boolean byContent(GroupPages group, PruneCondition condition, ColumnKey column) {
        if (column instanceof ColumnKey.Of(Intrinsic intrinsic)) {
            return switch (intrinsic) {
                case NAME -> textsMatch(group, FixedLeaf.NAME.ordinal(), condition);
                case EVENT_NAME -> {
                    int leaf = FixedLeaf.EVENT_NAME.ordinal();
                    yield group.hasValues(leaf) && textsMatch(group, leaf, condition);
                }
                default -> true;
            };
        }
        AttributeKey key = ((ColumnKey.Attribute) column).key();
        return switch (key.scope()) {
            case RESOURCE, INSTRUMENTATION -> true;
            case SPAN, EVENT, LINK -> ownByContent(group, condition, key);
        };
    }

    private boolean ownByContent(GroupPages group, PruneCondition condition, AttributeKey key) {
        int owner = AttributeMap.owner(key.scope());
        for (int index : core.attributes().indexes(key)) {
            AttributeColumn attribute = core.index().attributes(owner).get(index);
            if (!attribute.type().fits(condition)) continue;
            if (!attribute.hasColumn()) {
                if (group.group().hasResidual(owner, index)) return true;
            } else if (group.hasValues(attribute.leaf())) {
                boolean odd = attribute.type() == ColumnType.ODD;
                if (odd || textsMatch(group, attribute.leaf(), condition)) return true;
            }
        }
        return false;
    }

    private boolean textsMatch(GroupPages group, int leaf, PruneCondition condition) {
        StoredChunk chunk = group.chunk(leaf);
        if (chunk.dictionaryBytes() == 0) return filterMatches(group, leaf, condition);
        usedDictionary = true;
        return TextSearch.anyMatches(group.textDictionary(leaf), condition);
    }

    private static boolean filterMatches(GroupPages group, int leaf, PruneCondition condition) {
        if (!(condition instanceof PruneCondition.StringIn in)
                || group.chunk(leaf).filterBytes() == 0) return true;
        MembershipFilter filter = MembershipFilter.read(group.filter(leaf));
        for (ByteSlice value : in.values()) if (filter.mayContain(value)) return true;
        return false;
    }
}
