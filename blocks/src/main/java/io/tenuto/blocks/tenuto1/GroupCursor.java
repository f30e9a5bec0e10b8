package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.PrunedRows;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks the pages of those row groups that pruning leaves. One batch is one page. Used by one thread.
final class GroupCursor implements BatchCursor {
    private final BlockPages pages;
    private final List<StoredGroup> groups;
    private final Pruning pruning;
    private final ScanRequest request;
    private final List<Integer> leaves;
    private final Deadline deadline;
    private final int pageRows;
    private final List<PrunedRows> pruned = new ArrayList<>();
    private int[] wholePage = {};
    private int group = -1;
    private int page;
    private int pageCount;

    GroupCursor(BlockFile file, ScanRequest request, List<Integer> leaves, Deadline deadline) {
        this.pages = new BlockPages(file, deadline);
        this.groups = file.index().groups();
        this.pruning = new Pruning(file.core(), request.pruning());
        this.request = request;
        this.leaves = leaves;
        this.deadline = deadline;
        this.pageRows = file.index().pageRows();
    }

    @Override
    public Optional<SpanBatch> next() {
        while (true) {
            deadline.check("scan block");
            if (page >= pageCount && !nextGroup()) return Optional.empty();
            int index = page++;
            StoredGroup stored = groups.get(group);
            int first = stored.firstRow() + index * pageRows;
            int from = Math.max(0, request.fromRow() - first);
            GroupPages columns = pages.group(group);
            int rows = columns.rowsOf(index);
            int to = (int) Math.min(rows, (long) request.toRow() - first);
            if (from >= to) continue;
            columns.dropBefore(index);
            return Optional.of(new StoredBatch(List.of(new StoredBatch.Part(columns.columns(index), picks(from, to)))));
        }
    }

    /// The rows `[from, to)` of a page; those of a whole one are made once.
    private int[] picks(int from, int to) {
        if (from == 0 && to == wholePage.length) return wholePage;
        int[] picks = new int[to - from];
        for (int i = 0; i < picks.length; i++) picks[i] = from + i;
        if (from == 0 && to == pageRows) wholePage = picks;
        return picks;
    }

    private boolean nextGroup() {
        while (++group < groups.size()) {
            StoredGroup stored = groups.get(group);
            if (stored.endRow() <= request.fromRow()) continue;
            if (stored.firstRow() >= request.toRow()) break;
            if (leavesOut(stored, pruning.contradictedByIndex(stored))) continue;
            // A parent may stand in the row group before this one, if a trace spans both.
            pages.dropBefore(group - 1);
            GroupPages columns = pages.group(group);
            if (leavesOut(stored, pruning.contradictedByContent(columns))) continue;
            page = Math.max(0, request.fromRow() - stored.firstRow()) / pageRows;
            int rows = Math.min(stored.rowCount(), request.toRow() - stored.firstRow());
            pageCount = Math.ceilDiv(rows, pageRows);
            columns.prefetch(leaves, page, pageCount);
            return true;
        }
        group = groups.size();
        page = pageCount = 0;
        return false;
    }

    private boolean leavesOut(StoredGroup stored, Optional<Pruning.Contradiction> found) {
        if (found.isEmpty()) return false;
        int rows = Math.min(stored.endRow(), request.toRow()) - Math.max(stored.firstRow(), request.fromRow());
        pruned.add(new PrunedRows(found.get().condition(), found.get().statistic(), rows));
        return true;
    }

    @Override
    public List<PrunedRows> pruned() {
        return List.copyOf(pruned);
    }

    @Override
    public void close() {
        pages.dropBefore(groups.size());
        group = groups.size();
        page = pageCount = 0;
    }
}
