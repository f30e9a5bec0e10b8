package io.tenuto.app;

import io.tenuto.app.config.HostName;
import io.tenuto.app.overrides.Overrides;
import io.tenuto.app.status.BuildFacts;
import io.tenuto.app.status.StatusPages;
import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.blocks.tenuto1.Tenuto1Format;
import io.tenuto.blocks.vparquet5.ForeignBlocks;
import io.tenuto.blocks.vparquet5.Vparquet5Format;
import io.tenuto.components.blockbuilder.BlockBuilder;
import io.tenuto.components.blockbuilder.CycleRunner;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.frontend.FairQueue;
import io.tenuto.components.frontend.ForeignBlockList;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.QueryRunner;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.components.querier.Querier;
import io.tenuto.components.querier.StoredSources;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.components.worker.StoreSweeper;
import io.tenuto.components.worker.StoreSweeperConfig;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.objectstore.MeteredObjectStore;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.lease.LeaseHolder;
import io.tenuto.objectstore.lease.StoreLease;
import io.tenuto.objectstore.local.LocalObjectStore;
import io.tenuto.server.TenutoServer;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.file.FileSpanLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Which parts each `-target` has and how they are joined. The only place that knows what stands behind a seam.
final class Targets {
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    // A renewal every ten seconds is a small part of a store's cost; a log that took over from a dead one waits for
    // this
    // and a quarter more.
    private static final Duration LEASE = Duration.ofSeconds(30);

    private Targets() {}

    /// Starts the target that the settings name.
    static Running start(Env env) throws IOException {
        return all(env);
    }

    /// What runs, as dashboards ask for it.
    private static void tellBuild(Metrics metrics) {
        BuildFacts build = Version.facts();
        metrics.gauge("tempo_build_info", "Always 1.", "version", "tenuto_version", "branch", "revision", "javaversion")
                .set(
                        1,
                        build.api(),
                        build.own(),
                        build.branch(),
                        build.revision(),
                        Runtime.version().toString());
    }

    /// Everything in one process, on embedded parts.
    private static Running all(Env env) throws IOException {
        var config = new Configs(env.settings());
        var running = new Running();
        tellBuild(env.metrics());
        try {
            MemoryBudget memory = config.memory(env.metrics());
            var overrides = running.add("overrides", new Overrides(env.settings(), env.clock(), env.metrics()));
            overrides.start();
            running.add("data-path-lock", DataPathLock.acquire(config.lockPath(env.dataPath())));
            SpanLog log = running.add("span-log", openLog(env, config));
            var local = new LocalObjectStore(config.blocksPath(env.dataPath()), Disk.local(), env.entropy());
            ObjectStore store = running.add("store", new MeteredObjectStore(local, env.clock(), env.metrics()));
            Deadline patience = Deadline.after(env.clock(), START_PATIENCE);
            StoreLease lease = lease(env, running, log, store, patience);
            local.clearAside();
            Catalog catalog =
                    running.add("catalog", new ObjectStoreCatalog(store, env.entropy(), env.clock(), patience));
            LogEnds.check(log, catalog.snapshot(), config.logPath(env.dataPath()));
            var tenants = new TenantNaming(config.multitenancy());
            LiveStore live =
                    liveStore(env, config, running, new LiveStore.Parts(log, catalog, tenants, memory, Disk.local()));
            memory.lease(MemoryUse.CACHE).hold(config.indexCacheBytes());
            var format = new Tenuto1Format(config.indexCacheBytes());
            BlockBuilder builder = blockBuilder(
                    env,
                    config,
                    running,
                    new Stored(log, store, new LeasedCatalog(catalog, lease), format, tenants, memory, live));
            var queue = new FairQueue(config.jobs(), env.clock());
            var homes = new ArrayList<>(List.of(new StoredSources.Home(format, store)));
            Function<TenantId, List<BlockMeta>> foreign = foreignBlocks(env, config, running, homes, memory);
            var opener = new StoredSources(live, homes);
            var querier = running.add("querier", new Querier(queue, opener, config.querierThreads(), env.onFatal()));
            querier.start();
            ToLongFunction<LogPartition> ends = partition -> log.endOffset(partition.partition());
            var queries = new Queries(new QueryRunner(
                    config.queryRunner(),
                    new QueryRunner.Parts(queue, catalog, live, ends, foreign, env.clock(), memory)));
            var distributor = new Distributor(
                    config.distributor(),
                    new Distributor.Parts(new LeasedSpanLog(log, lease), overrides, memory),
                    env.clock(),
                    env.metrics());
            var status = new StatusPages(
                    new StatusPages.Parts(env.settings(), log, catalog, live, builder, overrides),
                    new StatusPages.Process(
                            Version.facts(), running::states, running::isStopping, env.metrics()::scrape),
                    env.clock());
            var server = running.add(
                    "server",
                    new TenutoServer(
                            config.server(),
                            new TenutoServer.Parts(
                                    distributor, queries, config.query(), status, overrides, memory, env.metrics()),
                            env.clock()));
            status.describe(server::paths, config.server().apiPrefix());
            server.start();
            running.started();
            return running;
        } catch (Throwable e) {
            // An Error too: threads that run already would keep the process, without anybody listening.
            running.close();
            throw e;
        }
    }

    private static SpanLog openLog(Env env, Configs config) {
        return new FileSpanLog(
                config.spanLog(env.dataPath()), Disk.local(), env.clock(), env.entropy(), env.metrics(), env.onFatal());
    }

    private static LiveStore liveStore(Env env, Configs config, Running running, LiveStore.Parts parts) {
        var live = running.add(
                "live-store",
                new LiveStore(
                        config.liveStore(env.dataPath(), parts.spanLog().partitionCount()),
                        parts,
                        env.clock(),
                        env.metrics(),
                        env.onFatal()));
        live.start();
        return live;
    }

    /// Where records come from and where blocks go.
    private record Stored(
            SpanLog log,
            ObjectStore store,
            Catalog catalog,
            Tenuto1Format format,
            TenantNaming tenants,
            MemoryBudget memory,
            LiveReader live) {}

    /// Two logs in one store would each answer for half of what is there.
    private static StoreLease lease(Env env, Running running, SpanLog log, ObjectStore store, Deadline patience) {
        ProcessHandle self = ProcessHandle.current();
        String name = "process %d on %s, started %s, data path %s"
                .formatted(
                        self.pid(),
                        HostName.get(),
                        self.info().startInstant().map(Object::toString).orElse("at an unknown time"),
                        env.dataPath().toAbsolutePath());
        var holder =
                new LeaseHolder(log.identity().value(), env.entropy().nextUuid().toString(), name);
        var lease = running.add("store-lease", new StoreLease(store, holder, LEASE, env.clock()));
        lease.acquire(patience);
        lease.start(env.onFatal());
        return lease;
    }

    /// What turns the log into blocks, and what tidies up behind it.
    private static BlockBuilder blockBuilder(Env env, Configs config, Running running, Stored stored) {
        var sink = new StoredBlocksSink(stored.format(), stored.store(), env.entropy());
        var runner = new CycleRunner(
                config.blockBuilder(),
                new CycleRunner.Parts(
                        stored.log(),
                        stored.catalog(),
                        sink,
                        stored.tenants(),
                        stored.memory(),
                        () -> Optional.of(stored.live())),
                env.clock(),
                env.metrics());
        var builder = running.add(
                "block-builder",
                new BlockBuilder(config.blockBuilder(), runner, env.clock(), env.entropy(), env.onFatal()));
        builder.start();
        var sweeper = running.add(
                "store-sweeper",
                new StoreSweeper(
                        StoreSweeperConfig.DEFAULT,
                        new StoreSweeper.Parts(stored.store(), stored.catalog()),
                        env.clock(),
                        env.metrics()));
        sweeper.start();
        return builder;
    }

    /// Blocks of another Tempo, read in place; none unless a folder is named.
    private static Function<TenantId, List<BlockMeta>> foreignBlocks(
            Env env, Configs config, Running running, List<StoredSources.Home> homes, MemoryBudget memory) {
        if (!env.settings().has("storage.foreign.path")) return tenant -> List.of();
        Path path = Path.of(env.settings().text("storage.foreign.path", ""));
        ObjectStore store = running.add("foreign-store", LocalObjectStore.readOnly(path, Disk.local()));
        memory.lease(MemoryUse.CACHE).hold(config.indexCacheBytes());
        var format = new Vparquet5Format(config.indexCacheBytes());
        homes.add(new StoredSources.Home(format, store));
        var blocks = new ForeignBlocks(store, format);
        var list = running.add(
                "foreign-blocks", new ForeignBlockList(blocks::poll, config.foreignPollInterval(), env.clock()));
        list.start();
        return list::of;
    }
}
