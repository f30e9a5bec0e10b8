package io.tenuto.components.querier;

import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.BlockFormat;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.components.rpc.BlockGoneException;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.components.rpc.SourceOpener;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.components.rpc.TraceFragment;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.ObjectNotFoundException;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.traceql.source.SpanSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Opens live cuts at the live store and blocks by the format that their meta names. Thread safe.
public final class StoredSources implements SourceOpener {
    private final LiveReader live;
    private final Map<String, Home> homes;

    /// Where blocks of one format lie: ours in our store, foreign ones in theirs.
    public record Home(BlockFormat format, ObjectStore store) {}

    public StoredSources(LiveReader live, List<Home> homes) {
        this.live = live;
        this.homes =
                homes.stream().collect(Collectors.toMap(home -> home.format().name(), home -> home));
    }

    @Override
    public List<SpanSource> open(TenantId tenant, SourceRef ref, Deadline deadline) {
        return switch (ref) {
            case SourceRef.Live(var cut) -> live.sources(tenant, cut, deadline);
            case SourceRef.Block(var meta) ->
                List.of(present(meta, () -> block(meta, deadline).source()));
        };
    }

    @Override
    public List<TraceFragment> trace(TenantId tenant, SourceRef ref, TraceId id, Deadline deadline) {
        return switch (ref) {
            case SourceRef.Live(var cut) ->
                live.trace(tenant, cut, id, deadline).stream()
                        .map(TraceFragment::exact)
                        .toList();
            case SourceRef.Block(var meta) ->
                present(
                        meta,
                        () -> block(meta, deadline).trace(id, deadline).stream()
                                .map(found -> new TraceFragment(found, isExact(meta)))
                                .toList());
        };
    }

    private boolean isExact(BlockMeta meta) {
        return home(meta).format().isExact();
    }

    private StoredBlock block(BlockMeta meta, Deadline deadline) {
        Home home = home(meta);
        return home.format().open(meta, home.store(), deadline);
    }

    private Home home(BlockMeta meta) {
        Home home = homes.get(meta.format());
        if (home == null) throw new CorruptDataException("block " + meta.id() + ": unknown format " + meta.format());
        return home;
    }

    private static <T> T present(BlockMeta meta, Supplier<T> read) {
        try {
            return read.get();
        } catch (ObjectNotFoundException e) {
            throw new BlockGoneException(meta.id(), e);
        }
    }
}
