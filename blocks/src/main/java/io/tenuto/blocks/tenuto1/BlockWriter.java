package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.tenuto1.Layout.Part;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.parquet.ColumnFileWriter;
import io.tenuto.parquet.MembershipFilter;
import io.tenuto.parquet.WriterOptions;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Writes one segment as one block. Used once.
final class BlockWriter {
    /// A trace decodes one page of each column: large enough for headers and frames not to matter (0.4 bytes/span).
    static final int PAGE_ROWS = 8192;

    /// About 4 MB: what one ranged read of a lookup brings.
    static final int GROUP_ROWS = 65_536;

    private static final int ZSTD_LEVEL = 3;
    private static final String CREATED_BY = "tenuto version 0 (build tenuto1)";

    /// A row group of its own for rows whose clock is this far from the ones before, as long as there are few such.
    private static final long APART_BUCKETS = 12;

    private static final int APART_GROUPS_MAX = 8;

    private final NewBlock block;
    private final Segment segment;
    private final SegmentData data;
    private final RowOrder order;

    BlockWriter(NewBlock block, Segment segment) {
        Check.argument(segment.facts().rowCount() > 0, "block %s has no spans", block.id());
        this.block = block;
        this.segment = segment;
        this.data = segment.data();
        this.order = RowOrder.of(data);
    }

    BlockMeta write(ObjectStore store, Deadline deadline) {
        ObjectKey folder = Tenuto1Format.folder(block.tenant(), block.id());
        try (var object = new DataObject(store, folder.child(Tenuto1Format.DATA), deadline)) {
            Layout layout = writeFile(object, deadline);
            BlockMeta meta = meta(layout);
            object.commit();
            if (!object.isSmall()) {
                store.put(folder.child("meta.json"), ByteSlice.utf8(MetaText.of(meta)), deadline);
            }
            return meta;
        }
    }

    private Layout writeFile(DataObject object, Deadline deadline) {
        ColumnPlan plan = ColumnPlan.of(data, GROUP_ROWS, PAGE_ROWS);
        var options = new WriterOptions(ZSTD_LEVEL, PAGE_ROWS, CREATED_BY);
        try (var file = new ColumnFileWriter(plan.schema(), object, options)) {
            var groups = new ArrayList<StoredGroup>();
            var writer = new GroupWriter(data, order, plan, file);
            int from = 0;
            for (int to : cuts()) {
                deadline.check("write block");
                groups.add(writer.write(from, to));
                from = to;
            }
            Map<Part, Section> sections = writeIndex(file, plan, groups);
            var layout = new Layout(0, sections);
            long length = file.finish(Map.of("tenuto.format", "tenuto1/0", "tenuto.layout", layout.toJson()));
            return new Layout(length, sections);
        }
    }

    /// Ends of the row groups: whole traces, except where one is larger than a row group.
    private List<Integer> cuts() {
        var cuts = new ArrayList<Integer>();
        TraceTable traces = segment.traces();
        int start = 0;
        int apart = 0;
        int[] first = order.firstRows();
        for (int t = 0; t < order.traces().length; t++) {
            boolean isApart = t > 0
                    && Math.abs(RowOrder.bucket(traces.startUnixNanos(order.traces()[t]))
                                    - RowOrder.bucket(traces.startUnixNanos(order.traces()[t - 1])))
                            > APART_BUCKETS;
            if (isApart && apart < APART_GROUPS_MAX) apart++;
            else isApart = false;
            boolean full = first[t] - start > 0 && first[t + 1] - start > GROUP_ROWS;
            if (first[t] > start && (isApart || full)) {
                cuts.add(first[t]);
                start = first[t];
            }
            while (first[t + 1] - start > GROUP_ROWS) {
                start += GROUP_ROWS;
                cuts.add(start);
            }
        }
        if (start < data.rowCount()) cuts.add(data.rowCount());
        return cuts;
    }

    private Map<Part, Section> writeIndex(ColumnFileWriter file, ColumnPlan plan, List<StoredGroup> groups) {
        var core = new CoreIndex(
                data.rowCount(),
                PAGE_ROWS,
                plan.schema().leaves(),
                groups,
                plan.spans(),
                plan.events(),
                plan.links(),
                data.shapes(),
                data.events().shapes(),
                data.links().shapes(),
                data.resources().raw(),
                data.scopes().raw());
        var sections = new EnumMap<Part, Section>(Part.class);
        sections.put(Part.FILTER, section(file, filter().bits()));
        sections.put(Part.CORE, section(file, new CoreEncoder().encode(core)));
        sections.put(Part.TRACES, section(file, StoredTraces.encode(segment.traces(), order.traces())));
        sections.put(Part.VALUES, section(file, StoredValues.encode(segment)));
        return sections;
    }

    private static Section section(ColumnFileWriter file, ByteSlice plain) {
        ByteSlice packed = Section.packed(plain);
        return Section.of(file.aside(packed), packed, plain.length());
    }

    private MembershipFilter filter() {
        TraceTable traces = segment.traces();
        MembershipFilter filter = MembershipFilter.sized(traces.count());
        for (int i = 0; i < traces.count(); i++) {
            filter.add(ByteSlice.of(traces.id(i).toByteArray()));
        }
        return filter;
    }

    private BlockMeta meta(Layout layout) {
        var facts = segment.facts();
        return new BlockMeta(
                block.id(),
                block.tenant(),
                Tenuto1Format.NAME,
                Tenuto1Format.VERSION,
                facts.rowCount(),
                facts.traceCount(),
                facts.minStartUnixNanos(),
                facts.maxEndUnixNanos(),
                facts.maxTraceStartUnixNanos(),
                block.minReceivedUnixNanos(),
                block.maxReceivedUnixNanos(),
                block.compactionLevel(),
                layout.dataBytes(),
                layout.toJson());
    }
}
