package io.tenuto.blocks.catalog;

import io.tenuto.model.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A state of the catalog, and the rules by which a change may follow it. Immutable.
final class MemorySnapshot implements CatalogSnapshot {
    private static final Comparator<BlockMeta> NEWEST_FIRST = Comparator.comparingLong(
                    BlockMeta::maxTraceStartUnixNanos)
            .reversed()
            .thenComparing(BlockMeta::id);

    static final MemorySnapshot EMPTY = new MemorySnapshot(0, Map.of(), Map.of(), List.of(), List.of());

    private final long number;
    private final Map<String, BlockMeta> blocks;
    private final Map<TenantId, List<BlockMeta>> byTenant;
    private final Map<LogPartition, Long> coverage;
    private final List<LogGap> gaps;
    private final List<Quarantined> quarantined;

    private MemorySnapshot(
            long number,
            Map<String, BlockMeta> blocks,
            Map<LogPartition, Long> coverage,
            List<LogGap> gaps,
            List<Quarantined> quarantined) {
        this.number = number;
        this.blocks = Map.copyOf(blocks);
        this.coverage = Map.copyOf(coverage);
        this.gaps = List.copyOf(gaps);
        this.quarantined = List.copyOf(quarantined);
        this.byTenant = new TreeMap<>();
        for (BlockMeta meta : blocks.values()) {
            byTenant.computeIfAbsent(meta.tenant(), tenant -> new ArrayList<>()).add(meta);
        }
        byTenant.values().forEach(list -> list.sort(NEWEST_FIRST));
        byTenant.replaceAll((tenant, list) -> List.copyOf(list));
    }

    /// Why `change` must not follow this state, or empty if it may.
    Optional<String> conflict(CatalogChange change) {
        for (String id : change.removedIds()) {
            if (!blocks.containsKey(id)) return Optional.of("block " + id + " is no longer live");
        }
        Set<String> added = new HashSet<>();
        for (BlockMeta meta : change.added()) {
            if (blocks.containsKey(meta.id()) || !added.add(meta.id()))
                return Optional.of("block " + meta.id() + " is there already");
        }
        for (CoverageMove move : change.coverage()) {
            long now = coverage(move.partition());
            if (now != move.fromOffset()) {
                return Optional.of("coverage of %s is %d, not %d".formatted(move.partition(), now, move.fromOffset()));
            }
        }
        return Optional.empty();
    }

    /// The state after `change`, which must not conflict.
    MemorySnapshot after(CatalogChange change) {
        var nextBlocks = new HashMap<>(blocks);
        change.removedIds().forEach(nextBlocks::remove);
        change.added().forEach(meta -> nextBlocks.put(meta.id(), meta));
        var nextCoverage = new HashMap<>(coverage);
        change.coverage().forEach(move -> nextCoverage.put(move.partition(), move.toOffset()));
        var nextGaps = new ArrayList<>(gaps);
        nextGaps.addAll(change.gaps());
        var nextQuarantined = new ArrayList<>(quarantined);
        nextQuarantined.addAll(change.quarantined());
        return new MemorySnapshot(number + 1, nextBlocks, nextCoverage, nextGaps, nextQuarantined);
    }

    /// The same state as one change from nothing, for checkpoints.
    CommitCodec.State toState() {
        var moves = new ArrayList<CoverageMove>();
        coverage.forEach((partition, offset) -> moves.add(new CoverageMove(partition, 0, offset)));
        return new CommitCodec.State(
                number, new CatalogChange(List.copyOf(blocks.values()), List.of(), moves, gaps, quarantined));
    }

    static MemorySnapshot of(CommitCodec.State state) {
        MemorySnapshot plain = EMPTY.after(state.everything());
        return new MemorySnapshot(state.number(), plain.blocks, plain.coverage, plain.gaps, plain.quarantined);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public List<BlockMeta> blocks(TenantId tenant) {
        return byTenant.getOrDefault(tenant, List.of());
    }

    @Override
    public Map<String, BlockMeta> blocksById() {
        return blocks;
    }

    @Override
    public long coverage(LogPartition partition) {
        return coverage.getOrDefault(partition, 0L);
    }

    @Override
    public Map<LogPartition, Long> coverage() {
        return coverage;
    }

    @Override
    public List<LogGap> gaps() {
        return gaps;
    }

    @Override
    public List<Quarantined> quarantined() {
        return quarantined;
    }
}
