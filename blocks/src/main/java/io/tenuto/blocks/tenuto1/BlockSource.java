package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A block as the query engine sees it. Safe for many threads.
final class BlockSource implements SpanSource {
    private final BlockFile file;
    private final SourceFacts facts;

    BlockSource(BlockFile file) {
        this.file = file;
        BlockMeta meta = file.meta();
        this.facts = new SourceFacts(
                "block " + meta.id(),
                Math.toIntExact(meta.rowCount()),
                Math.toIntExact(meta.traceCount()),
                meta.minStartUnixNanos(),
                meta.maxEndUnixNanos(),
                meta.maxTraceStartUnixNanos(),
                true,
                true,
                meta.sizeBytes());
    }

    @Override
    public SourceFacts facts() {
        return facts;
    }

    @Override
    public TraceTable traces() {
        return file.traces(Deadline.none());
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        return new GroupCursor(file, request, leaves(request), deadline);
    }

    /// The columns of the file that a scan will need.
    private List<Integer> leaves(ScanRequest request) {
        var leaves = new TreeSet<Integer>();
        for (ColumnKey key : request.columns()) {
            switch (key) {
                case ColumnKey.Of(Intrinsic intrinsic) -> intrinsicLeaves(intrinsic, leaves);
                case ColumnKey.Attribute(AttributeKey attribute) -> attributeLeaves(attribute, leaves);
            }
        }
        return List.copyOf(leaves);
    }

    private static void intrinsicLeaves(Intrinsic intrinsic, TreeSet<Integer> into) {
        switch (intrinsic) {
            case TRACE_ORDINAL -> {}
            case SPAN_ID -> add(into, FixedLeaf.SPAN_ID);
            case PARENT_SPAN_ID -> add(into, FixedLeaf.SPAN_ID, FixedLeaf.PARENT_ROW, FixedLeaf.PARENT_SPAN_ID);
            case START -> add(into, FixedLeaf.START);
            case DURATION -> add(into, FixedLeaf.DURATION);
            case NAME -> add(into, FixedLeaf.NAME);
            case KIND -> add(into, FixedLeaf.KIND);
            case STATUS -> add(into, FixedLeaf.STATUS_CODE);
            case STATUS_MESSAGE -> add(into, FixedLeaf.STATUS_MESSAGE);
            case TRACE_STATE -> add(into, FixedLeaf.TRACE_STATE);
            case NESTED_SET_LEFT -> add(into, FixedLeaf.NESTED_LEFT);
            case NESTED_SET_RIGHT -> add(into, FixedLeaf.NESTED_RIGHT);
            case NESTED_SET_PARENT -> add(into, FixedLeaf.NESTED_LEFT, FixedLeaf.PARENT_ROW);
            case CHILD_COUNT -> add(into, FixedLeaf.CHILD_COUNT);
            case INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION -> add(into, FixedLeaf.SCOPE_ID);
            case CONTENT_HASH -> add(into, FixedLeaf.CONTENT_HASH);
            case EVENT_NAME -> add(into, FixedLeaf.EVENT_TIME, FixedLeaf.EVENT_NAME);
            case EVENT_TIME_SINCE_START -> add(into, FixedLeaf.EVENT_TIME);
            case LINK_TRACE_ID_HIGH, LINK_TRACE_ID_LOW -> add(into, FixedLeaf.LINK_TRACE_ID, FixedLeaf.LINK_SPAN_ID);
            case LINK_SPAN_ID -> add(into, FixedLeaf.LINK_SPAN_ID);
        }
    }

    private static void add(TreeSet<Integer> into, FixedLeaf... leaves) {
        for (FixedLeaf leaf : leaves) into.add(leaf.ordinal());
    }

    private void attributeLeaves(AttributeKey key, TreeSet<Integer> into) {
        switch (key.scope()) {
            case RESOURCE -> add(into, FixedLeaf.RESOURCE_ID);
            case INSTRUMENTATION -> add(into, FixedLeaf.SCOPE_ID);
            case SPAN, EVENT, LINK -> {
                int owner = AttributeMap.owner(key.scope());
                for (int index : file.core().attributes().indexes(key)) {
                    AttributeColumn attribute = file.index().attributes(owner).get(index);
                    if (attribute.hasColumn()) into.add(attribute.leaf());
                }
                if (owner == Residue.EVENT) add(into, FixedLeaf.EVENT_TIME);
                if (owner == Residue.LINK) add(into, FixedLeaf.LINK_SPAN_ID);
            }
        }
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        var pages = new BlockPages(file, deadline);
        var parts = new ArrayList<StoredBatch.Part>();
        int at = 0;
        while (at < rows.length) {
            Check.argument(rows[at] >= 0 && rows[at] < facts.rowCount(), "row %s of %s", rows[at], facts.rowCount());
            int group = pages.groupOf(rows[at]);
            PageColumns page = pages.group(group).columns(pages.pageOf(group, rows[at]));
            int end = at;
            while (end < rows.length && rows[end] < page.firstRow() + page.rows()) end++;
            int[] picks = Arrays.copyOfRange(rows, at, end);
            for (int i = 0; i < picks.length; i++) picks[i] -= page.firstRow();
            parts.add(new StoredBatch.Part(page, picks));
            at = end;
        }
        pages.prefetch(
                leaves(request), parts.stream().map(StoredBatch.Part::page).toList());
        return new StoredBatch(parts);
    }

    @Override
    public List<AttributeKey> keys() {
        var keys = new TreeSet<>(file.core().attributes().byKey().keySet());
        for (SparseColumn column : file.core().resources().entries().columns()) {
            keys.add(new AttributeKey(AttributeScope.RESOURCE, column.name()));
        }
        for (SparseColumn column : file.core().scopes().entries().columns()) {
            keys.add(new AttributeKey(AttributeScope.INSTRUMENTATION, column.name()));
        }
        return List.copyOf(keys);
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return file.values(Deadline.none()).of(key);
    }
}
