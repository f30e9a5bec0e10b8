package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.Pipeline;
import io.tenuto.traceql.lang.PipelineElement;
import io.tenuto.traceql.lang.ScalarExpression;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.PruneCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What evaluating a pipeline takes, found once per query: filters, fields, columns, and whether traces must be whole.
/// Immutable.
public final class PipelinePlan {
    private final Pipeline pipeline;
    private final List<SpansetExpression.Filter> filters = new ArrayList<>();
    /// Expressions whose values per span are needed: of `by` and of aggregates.
    private final List<FieldExpression> measured = new ArrayList<>();

    private final Set<FieldReference> fields = new LinkedHashSet<>();
    private final Set<FieldReference> selected = new LinkedHashSet<>();
    private final boolean isSpanOnly;
    private final boolean startsWithFilters;
    private final List<PruneCondition> pruning;
    private final List<Leads.Lead> leads;
    private boolean hasRelations;

    private PipelinePlan(Pipeline pipeline) {
        this.pipeline = pipeline;
        visit(pipeline);
        for (SpansetExpression.Filter filter : filters) fields.addAll(FieldColumns.fieldsOf(filter.condition()));
        for (FieldExpression expression : measured) fields.addAll(FieldColumns.fieldsOf(expression));
        this.isSpanOnly = pipeline.elements().stream()
                .allMatch(element ->
                        element instanceof SpansetExpression.Filter || element instanceof PipelineElement.Select);
        this.startsWithFilters = startsWithFilters(pipeline);
        this.pruning = isSpanOnly ? Pruning.of(filters) : List.of();
        this.leads = Leads.of(pipeline);
    }

    /// Whether whatever is measured is measured on spans that passed some filter.
    private static boolean startsWithFilters(PipelineElement element) {
        return switch (element) {
            case SpansetExpression.Filter _ -> true;
            case Pipeline inner -> startsWithFilters(inner.elements().getFirst());
            case SpansetExpression.Operation operation ->
                startsWithFilters(operation.left()) && startsWithFilters(operation.right());
            case PipelineElement.GroupBy _,
                    PipelineElement.ScalarFilter _,
                    PipelineElement.Select _,
                    PipelineElement.Coalesce _ -> false;
        };
    }

    public static PipelinePlan of(Pipeline pipeline) {
        return new PipelinePlan(pipeline);
    }

    private void visit(PipelineElement element) {
        switch (element) {
            case Pipeline inner -> inner.elements().forEach(this::visit);
            case SpansetExpression.Filter filter -> filters.add(filter);
            case SpansetExpression.Operation operation -> {
                hasRelations |= operation.operator().isStructural();
                visit(operation.left());
                visit(operation.right());
            }
            case PipelineElement.GroupBy(FieldExpression by) -> measured.add(by);
            case PipelineElement.ScalarFilter scalar -> {
                if (scalar.left() instanceof ScalarExpression.Fold fold) measured.add(fold.of());
            }
            case PipelineElement.Select select -> selected.addAll(select.attributes());
            case PipelineElement.Coalesce _ -> {}
        }
    }

    Pipeline pipeline() {
        return pipeline;
    }

    List<SpansetExpression.Filter> filters() {
        return filters;
    }

    List<FieldExpression> measured() {
        return measured;
    }

    /// Whether each span can be judged alone.
    public boolean isSpanOnly() {
        return isSpanOnly;
    }

    /// Whether each span can be judged alone, and everything that is asked of it lies in itself.
    ///
    /// @param more fields that are asked for besides those of the pipeline
    public boolean isSpanOnly(Collection<FieldReference> more) {
        return isSpanOnly && !asksOfTrace(more);
    }

    /// Whether anything that is asked for depends on other spans of the trace.
    ///
    /// @param more as above
    public boolean asksOfTrace(Collection<FieldReference> more) {
        return fields.stream().anyMatch(FieldColumns::isOfTrace)
                || more.stream().anyMatch(FieldColumns::isOfTrace);
    }

    /// Whether a trace needs a span that passes some filter to matter at all.
    boolean startsWithFilters() {
        return startsWithFilters;
    }

    /// Everything the query mentions, in order, selected fields last.
    public Set<FieldReference> fetched() {
        var all = new LinkedHashSet<>(fields);
        all.addAll(selected);
        return all;
    }

    /// Whether `select` names the field.
    boolean selects(FieldReference field) {
        return selected.contains(field);
    }

    /// Whether nested-set numbers or child counts are asked for.
    boolean needsStructure() {
        return hasRelations || fields.stream().anyMatch(FieldColumns::isStructural);
    }

    /// Filters of which a matching trace has a span that passes one.
    List<Leads.Lead> leads() {
        return leads;
    }

    List<PruneCondition> pruning() {
        return pruning;
    }

    /// Columns that evaluating reads.
    Set<ColumnKey> columns() {
        var columns = new HashSet<>(FieldColumns.of(fields));
        columns.add(ColumnKey.of(Intrinsic.TRACE_ORDINAL));
        return columns;
    }
}
