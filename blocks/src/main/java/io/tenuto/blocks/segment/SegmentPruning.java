package io.tenuto.blocks.segment;

import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.PrunedRows.Statistic;
import io.tenuto.traceql.source.RowKind;
import java.util.List;
import java.util.Optional;

/// Decides whether a segment can hold a row that satisfies all conditions of a scan: by which keys and resources
/// occur, by bounds, by dictionaries, by filters. Never says no to a segment that can. Used by one thread.
final class SegmentPruning {
    private final SegmentColumns columns;
    /// The dearest that the condition looked at was put to.
    private Statistic used = Statistic.KEYS;

    SegmentPruning(SegmentColumns columns) {
        this.columns = columns;
    }

    /// A condition that no row can satisfy, and what told so.
    record Contradiction(PruneCondition condition, Statistic statistic) {}

    /// Empty if there may be a row that satisfies all conditions.
    Optional<Contradiction> contradicted(List<PruneCondition> conditions) {
        for (PruneCondition condition : conditions) {
            used = Statistic.RESOURCES;
            if (condition.columns().stream().noneMatch(column -> mayMatch(condition, column))) {
                return Optional.of(new Contradiction(condition, used));
            }
        }
        return Optional.empty();
    }

    private boolean mayMatch(PruneCondition condition, ColumnKey column) {
        return switch (column) {
            case ColumnKey.Attribute(AttributeKey key) -> mayMatch(condition, key);
            case ColumnKey.Of(Intrinsic intrinsic) ->
                switch (intrinsic) {
                    case NAME, EVENT_NAME -> mayMatchName(condition, intrinsic.rowKind());
                    case DURATION -> mayMatchDuration(condition);
                    default -> true;
                };
        };
    }

    private boolean mayMatchDuration(PruneCondition condition) {
        uses(Statistic.BOUNDS);
        return !(condition instanceof PruneCondition.NumberBetween(var _, double min, double max))
                || columns.durationRange().reaches(min, max);
    }

    private boolean mayMatchName(PruneCondition condition, RowKind kind) {
        uses(Statistic.DICTIONARY);
        Optional<Dictionary> names = columns.names(kind, TextFilter.COMPARED_MAX);
        return names.isEmpty() || TextSearch.anyMatches(names.get(), condition);
    }

    private boolean mayMatch(PruneCondition condition, AttributeKey key) {
        boolean isOwn = switch (key.scope()) {
            case SPAN, EVENT, LINK -> true;
            case RESOURCE, INSTRUMENTATION -> false;
        };
        if (isOwn) uses(Statistic.KEYS);
        for (ColumnSummary column : columns.summaries(key)) {
            if (column.count() == 0 || !column.type().fits(condition)) continue;
            if (column.type() == ColumnType.ODD || mayMatch(condition, column, isOwn)) return true;
        }
        return false;
    }

    private boolean mayMatch(PruneCondition condition, ColumnSummary column, boolean isOwn) {
        return switch (condition) {
            case PruneCondition.NumberBetween(var _, double min, double max) -> {
                if (isOwn) uses(Statistic.BOUNDS);
                yield column.mayReach(min, max);
            }
            case PruneCondition.StringIn _, PruneCondition.StringMatches _ -> {
                Optional<Dictionary> texts = column.texts(TextFilter.COMPARED_MAX);
                if (isOwn) uses(texts.isPresent() ? Statistic.DICTIONARY : Statistic.FILTER);
                yield texts.isPresent() ? TextSearch.anyMatches(texts.get(), condition) : mayHold(condition, column);
            }
            case PruneCondition.Present _ -> true;
        };
    }

    private static boolean mayHold(PruneCondition condition, ColumnSummary column) {
        return !(condition instanceof PruneCondition.StringIn in) || column.mayHold(in.values());
    }

    private void uses(Statistic statistic) {
        if (statistic.compareTo(used) > 0) used = statistic;
    }
}
