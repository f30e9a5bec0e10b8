package io.tenuto.components.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QueryPlanTest {
    private static final LogPartition PARTITION = new LogPartition("log", 0);
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long LARGE = 64 << 20;
    private static final TenantId TENANT = new TenantId("t");

    @Test
    void everySourceBelongsToExactlyOneJobOrAllItsParts() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new SplittableRandom(seed);
            var blocks = new ArrayList<BlockMeta>();
            int count = random.nextInt(20);
            for (int i = 0; i < count; i++)
                blocks.add(block("b" + i, random.nextInt(50) * HOUR / 4, 1 + random.nextInt(1 << 26)));
            long coverage = random.nextInt(3);
            var sight = QueryKind.Sight.values()[random.nextInt(3)];
            var shape = new QueryPlan.Shape(sight, cut(random), 1 + random.nextInt(9));
            QueryPlan plan =
                    QueryPlan.of(new Snapshot(blocks, coverage), Map.of(PARTITION, 2L), blocks, TimeRange.ALL, shape);
            assertThat(plan.sources()).hasSize(count + (coverage < 2 ? 1 : 0));
            Map<Integer, Integer> seen = new TreeMap<>();
            for (QueryPlan.Part part : plan.parts()) {
                part.own().stream().forEach(source -> {
                    seen.merge(source, 1, Integer::sum);
                    assertThat(part.near().get(source)).isTrue();
                });
                if (part.parts() > 1) assertThat(part.own().cardinality()).isEqualTo(1);
            }
            assertThat(seen).hasSize(plan.sources().size());
            for (QueryPlan.Part part : plan.parts()) {
                part.own().stream()
                        .forEach(source -> assertThat(seen.get(source)).isEqualTo(part.parts()));
            }
            if (sight == QueryKind.Sight.ALL)
                assertThat(plan.parts()).hasSize(plan.sources().isEmpty() ? 0 : 1);
            if (sight != QueryKind.Sight.NEIGHBOURS) assertThat(plan.parts()).allMatch(part -> part.parts() == 1);
        }
    }

    @Test
    void newestSourcesComeFirst() {
        List<BlockMeta> blocks =
                List.of(block("old", 0, LARGE), block("new", 5 * HOUR, LARGE), block("middle", 3 * HOUR, LARGE));
        QueryPlan plan = plan(blocks, 2, LARGE);
        assertThat(plan.sources())
                .extracting(source -> ((SourceRef.Block) source).meta().id())
                .containsExactly("new", "middle", "old");
        assertThat(plan.newestFrom(0)).isEqualTo(5 * HOUR);
        assertThat(plan.newestFrom(2)).isEqualTo(0);
    }

    @Test
    void aJobSeesLiveDataAndBlocksWithinAnHour() {
        List<BlockMeta> blocks =
                List.of(block("a", 0, LARGE), block("b", HOUR + HOUR / 2, LARGE), block("c", 9 * HOUR, LARGE));
        QueryPlan plan = plan(blocks, 0, LARGE);
        assertThat(plan.parts())
                .extracting(part -> part.near().toString())
                .containsExactly("{0, 1, 2, 3}", "{0, 1}", "{0, 2, 3}", "{0, 2, 3}");
    }

    @Test
    void blocksOutsideTheRangeAreLeftOut() {
        List<BlockMeta> blocks = List.of(block("a", 0, 9), block("b", 5 * HOUR, 9));
        var range = new TimeRange(4 * HOUR, 7 * HOUR);
        var shape = new QueryPlan.Shape(QueryKind.Sight.OWN, new JobCut.ByBytes(1, 1), 1);
        assertThat(QueryPlan.of(new Snapshot(blocks, 2), Map.of(PARTITION, 2L), blocks, range, shape)
                        .blockCount())
                .isEqualTo(1);
    }

    private static JobCut cut(SplittableRandom random) {
        return random.nextBoolean()
                ? new JobCut.ByBytes(1, 1 + random.nextInt(1 << 26))
                : new JobCut.ByCount(1, random.nextInt(4), 1 + random.nextInt(30));
    }

    @Test
    void blocksOfALookupGoIntoAsManyJobsAsAreAskedFor() {
        List<BlockMeta> blocks =
                IntStream.range(0, 100).mapToObj(i -> block("b" + i, 0, 9)).toList();
        assertThat(jobs(blocks, new JobCut.ByCount(9, 30, 50))).isEqualTo(4);
        assertThat(jobs(blocks, new JobCut.ByCount(9, 0, 50))).isEqualTo(50);
        assertThat(jobs(blocks, new JobCut.ByCount(9, 0, 1))).isEqualTo(1);
        assertThat(jobs(blocks, new JobCut.ByCount(9, 0, 100_000))).isEqualTo(100);
    }

    @Test
    void aBlockIsNotCutIntoMoreJobsThanItsRowsAreWorth() {
        BlockMeta block = new BlockMeta("b", TENANT, "tenuto1", 0, 5001, 1, 0, 1, 0, 0, 0, 0, LARGE, "");
        assertThat(jobs(List.of(block), new JobCut.ByBytes(9, 1))).isEqualTo(6);
        assertThat(jobs(List.of(block), new JobCut.ByBytes(9, LARGE / 4))).isEqualTo(4);
    }

    private static int jobs(List<BlockMeta> blocks, JobCut cut) {
        var shape = new QueryPlan.Shape(QueryKind.Sight.NEIGHBOURS, cut, 1);
        return QueryPlan.of(new Snapshot(blocks, 2), Map.of(PARTITION, 2L), blocks, TimeRange.ALL, shape)
                .parts()
                .size();
    }

    private static QueryPlan plan(List<BlockMeta> blocks, long coverage, long bytesPerJob) {
        var shape = new QueryPlan.Shape(QueryKind.Sight.NEIGHBOURS, new JobCut.ByBytes(1, bytesPerJob), 1);
        return QueryPlan.of(new Snapshot(blocks, coverage), Map.of(PARTITION, 2L), blocks, TimeRange.ALL, shape);
    }

    private static BlockMeta block(String id, long start, long bytes) {
        return new BlockMeta(id, TENANT, "tenuto1", 0, 1, 1, start, start + HOUR / 2, start, 0, 0, 0, bytes, "");
    }

    private record Snapshot(List<BlockMeta> all, long covered) implements CatalogSnapshot {
        @Override
        public long number() {
            return 1;
        }

        @Override
        public List<BlockMeta> blocks(TenantId tenant) {
            return all;
        }

        @Override
        public Map<String, BlockMeta> blocksById() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long coverage(LogPartition partition) {
            return covered;
        }

        @Override
        public Map<LogPartition, Long> coverage() {
            return Map.of(PARTITION, covered);
        }

        @Override
        public List<LogGap> gaps() {
            return List.of();
        }

        @Override
        public List<Quarantined> quarantined() {
            return List.of();
        }
    }
}
