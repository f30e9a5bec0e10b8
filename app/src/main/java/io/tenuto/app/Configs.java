package io.tenuto.app;

import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Settings;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.components.blockbuilder.BlockBuilderConfig;
import io.tenuto.components.distributor.DistributorConfig;
import io.tenuto.components.frontend.FairQueue;
import io.tenuto.components.frontend.JobCut;
import io.tenuto.components.frontend.QueryRunnerConfig;
import io.tenuto.components.livestore.LiveStoreConfig;
import io.tenuto.components.livestore.SpillConfig;
import io.tenuto.server.ApiPrefix;
import io.tenuto.server.ConnectionLimits;
import io.tenuto.server.DeniedUrls;
import io.tenuto.server.QueryConfig;
import io.tenuto.server.ServerConfig;
import io.tenuto.spanlog.file.FileSpanLogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Turns settings into the records that components take. Defaults stand here, beside their keys.
final class Configs {
    private static final int QUERIER_THREADS_PER_CORE = 3;
    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;
    /// Some fifty spans: in columns of their own they would take twice the memory, and decoding them takes a query a
    /// fraction of a millisecond.
    private static final int SHARED_TENANT_BYTES_MAX = 16 << 10;
    private static final String LOOPBACK = "127.0.0.1";
    private static final String EVERYWHERE = "0.0.0.0";
    private static final String WAL_PATH = "storage.trace.wal.path";

    private final Settings settings;

    Configs(Settings settings) {
        this.settings = settings;
    }

    boolean multitenancy() {
        return settings.bool("multitenancy_enabled", false) || settings.bool("auth_enabled", false);
    }

    String backend() {
        return settings.text("storage.trace.backend", "local");
    }

    Path blocksPath(Path dataPath) {
        return settings.has("storage.trace.local.path")
                ? Path.of(settings.text("storage.trace.local.path", ""))
                : dataPath.resolve("blocks");
    }

    /// Bytes of the process that live data, builder, caches, queries and bodies lie in: the heap, as the launcher
    /// made it from `memory.budget`, or less if somebody started the process with a larger one.
    private long memoryBudget() {
        long heap = Runtime.getRuntime().maxMemory();
        return Math.min(heap, settings.bytes("memory.budget", 768 * MEBIBYTE));
    }

    /// The part of it that may be held at once; an eighth stays free for what is garbage but not yet collected.
    MemoryBudget memory(Metrics metrics) {
        return new MemoryBudget(memoryBudget() / 8 * 7, metrics);
    }

    long indexCacheBytes() {
        return memoryBudget() / 8;
    }

    Duration foreignPollInterval() {
        return settings.duration("storage.trace.blocklist_poll", Duration.ofMinutes(5));
    }

    /// The folder of the span log: below the write-ahead path that the file names, where operators keep their volume.
    Path logPath(Path dataPath) {
        return settings.has(WAL_PATH)
                ? Path.of(settings.text(WAL_PATH, "")).resolve("tenuto-log")
                : dataPath.resolve("log");
    }

    /// The folder that one process at a time may use: the data path, or the log's if that lies elsewhere.
    Path lockPath(Path dataPath) {
        return settings.has(WAL_PATH) ? logPath(dataPath) : dataPath;
    }

    FileSpanLogConfig spanLog(Path dataPath) {
        return FileSpanLogConfig.of(logPath(dataPath), settings.integer("span_log.partition_count", 1));
    }

    /// @param partitionCount partitions of the log: each has an open segment of its own
    LiveStoreConfig liveStore(Path dataPath, int partitionCount) {
        long memory = memoryBudget() * 3 / 8;
        return new LiveStoreConfig(
                settings.duration("live_store.complete_block_timeout", Duration.ofMinutes(1)),
                Duration.ofSeconds(10),
                Math.max(MEBIBYTE, memory / (8 + 4L * partitionCount)),
                Duration.ofMinutes(1),
                SHARED_TENANT_BYTES_MAX,
                memory,
                spill(dataPath));
    }

    /// Live rows that do not fit into memory lie beside the log, under the same lock; the log needs room before them.
    private SpillConfig spill(Path dataPath) {
        return new SpillConfig(
                settings.has(WAL_PATH)
                        ? Path.of(settings.text(WAL_PATH, "")).resolve("tenuto-live")
                        : dataPath.resolve("live"),
                settings.bytes("live_store.disk_budget", 4 * GIBIBYTE),
                GIBIBYTE,
                MEBIBYTE / 8,
                settings.duration("live_store.block_reclaim_grace", Duration.ofMinutes(2)));
    }

    BlockBuilderConfig blockBuilder() {
        return new BlockBuilderConfig(
                settings.duration("block_builder.consume_cycle_duration", Duration.ofMinutes(5)),
                Math.max(8 * MEBIBYTE, memoryBudget() / 5),
                Duration.ofMillis(500));
    }

    /// More than cores: the operating system lets a short job in between long ones at once, where a queue would wait
    /// for one of them to end.
    int querierThreads() {
        return QUERIER_THREADS_PER_CORE * Runtime.getRuntime().availableProcessors();
    }

    /// A query may use all cores, but one if others come; a tenant all but a query's part of the threads.
    FairQueue.Bounds jobs() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new FairQueue.Bounds(
                settings.integer("query_frontend.max_outstanding_per_tenant", 2000),
                cores,
                Math.max(1, cores - 1),
                querierThreads() - cores);
    }

    QueryRunnerConfig queryRunner() {
        return new QueryRunnerConfig(
                byBytes("query_frontend.search"),
                byBytes("query_frontend.metrics"),
                lookups(),
                Runtime.getRuntime().availableProcessors());
    }

    private JobCut.ByBytes byBytes(String block) {
        return new JobCut.ByBytes(
                settings.integer(block + ".concurrent_jobs", 1000),
                settings.bytes(block + ".target_bytes_per_job", 100 * MEBIBYTE));
    }

    /// The live job is one of the shards.
    private JobCut.ByCount lookups() {
        String block = "query_frontend.trace_by_id";
        int shards = settings.integer(block + ".query_shards", 50);
        int concurrent = settings.integer(block + ".concurrent_shards", 0);
        return new JobCut.ByCount(
                concurrent == 0 ? shards : Math.min(concurrent, shards),
                settings.integer(block + ".blocks_per_shard", 30),
                Math.max(1, shards - 1));
    }

    QueryConfig query() {
        QueryConfig plain = QueryConfig.DEFAULT;
        return new QueryConfig(
                settings.duration("query_frontend.query_end_cutoff", Duration.ZERO),
                settings.duration("query_frontend.search.query_backend_after", plain.recent()),
                settings.duration("query_frontend.search.max_duration", plain.searchDurationMax()),
                settings.duration("query_frontend.metrics.max_duration", plain.metricsDurationMax()),
                settings.integer("query_frontend.search.default_result_limit", plain.defaultResultLimit()),
                settings.integer("query_frontend.search.max_result_limit", plain.maxResultLimit()),
                settings.integer("query_frontend.search.default_spans_per_span_set", plain.defaultSpansPerSpanset()),
                settings.integer("query_frontend.search.max_spans_per_span_set", plain.maxSpansPerSpanset()),
                plain.padsTraceIds(),
                settings.integer("query_frontend.max_query_expression_size_bytes", plain.expressionBytesMax()),
                deniedUrls(),
                new QueryConfig.Patience(
                        settings.duration(
                                "querier.search.query_timeout", plain.patience().queries()),
                        settings.duration(
                                "querier.trace_by_id.query_timeout",
                                plain.patience().lookups()),
                        settings.duration("query_frontend.api_timeout", Duration.ZERO)),
                new QueryConfig.Lookups(
                        plain.lookups().traceBytesMax(),
                        new QueryConfig.Pruning(
                                settings.bool("query_frontend.trace_by_id.span_pruning_enabled", false),
                                settings.bool("query_frontend.trace_by_id.span_pruning_enabled_by_default", false))),
                new QueryConfig.Tags(
                        plain.tags().bytesMax(),
                        settings.integer(
                                "overrides.defaults.read.max_condition_groups_per_tag_query",
                                plain.tags().groupsMax())),
                new QueryConfig.Metrics(
                        settings.integer(
                                "query_frontend.metrics.max_exemplars",
                                plain.metrics().exemplarsMax()),
                        settings.integer(
                                "query_frontend.metrics.max_response_series",
                                plain.metrics().seriesMax()),
                        settings.integer(
                                "query_frontend.max_grpc_streaming_packet_size",
                                plain.metrics().packetBytesMax()),
                        settings.integer(
                                "query_frontend.metrics.max_intervals",
                                plain.metrics().intervalsMax())));
    }

    private DeniedUrls deniedUrls() {
        String key = "query_frontend.url_deny_list";
        try {
            return new DeniedUrls(settings.list(key));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(1, "failed parsing config: %s: %s".formatted(key, e.getMessage()));
        }
    }

    DistributorConfig distributor() {
        return new DistributorConfig(
                Duration.ofSeconds(10),
                settings.duration("distributor.retry_after_on_resource_exhausted", Duration.ofSeconds(5)));
    }

    ServerConfig server() {
        return new ServerConfig(
                new ServerConfig.Address(
                        host("server.http_listen_address"), settings.integer("server.http_listen_port", 3200)),
                new ServerConfig.Address(
                        host("server.grpc_listen_address"), settings.integer("server.grpc_listen_port", 9095)),
                receiver("grpc", 4317),
                receiver("http", 4318),
                settings.integer("distributor.receivers.otlp.protocols.http.max_request_body_size", 20 << 20),
                (int) settings.bytes("distributor.receivers.otlp.protocols.grpc.max_recv_msg_size_mib", 4) << 20,
                256,
                connections("http"),
                connections("grpc"),
                tenancy(),
                ApiPrefix.of(settings.text("http_api_prefix", "")),
                settings.bool("stream_over_http_enabled", false),
                settings.duration("server.graceful_shutdown_timeout", Duration.ofSeconds(10)));
    }

    /// Those of the HTTP server hold for whoever speaks gRPC too, and for the receivers; 0 is no limit in Tempo, where
    /// here a fixed one stands.
    private ConnectionLimits connections(String protocol) {
        ConnectionLimits plain = ConnectionLimits.DEFAULT;
        return new ConnectionLimits(
                most("server." + protocol + "_listen_conn_limit", plain.connectionsMax()),
                most("server.grpc_server_max_concurrent_streams", plain.requestsMax()),
                time("server.http_server_read_timeout", plain.request()),
                time("server.http_server_write_timeout", plain.answer()),
                time("server.http_server_idle_timeout", plain.idle()));
    }

    private int most(String key, int fallback) {
        int value = settings.integer(key, fallback);
        return value == 0 ? fallback : value;
    }

    private Duration time(String key, Duration fallback) {
        Duration value = settings.duration(key, fallback);
        return value.isZero() ? fallback : value;
    }

    private ServerConfig.Tenancy tenancy() {
        if (!multitenancy()) return ServerConfig.Tenancy.SINGLE;
        return settings.bool("query_frontend.multi_tenant_queries_enabled", true)
                ? ServerConfig.Tenancy.SEVERAL_A_QUERY
                : ServerConfig.Tenancy.ONE_A_QUERY;
    }

    /// Without a file on loopback; with one as the file says, and an address that it leaves open means all.
    private String host(String key) {
        return settings.text(key, settings.hasFile() ? EVERYWHERE : LOOPBACK);
    }

    /// Both OTLP receivers run unless the file names receivers: then those that it names.
    private List<ServerConfig.Address> receiver(String protocol, int port) {
        String key = "distributor.receivers.otlp.protocols." + protocol;
        boolean wanted = !settings.mentions("distributor.receivers") || settings.mentions(key);
        if (!wanted) return List.of();
        String endpoint = settings.text(key + ".endpoint", LOOPBACK + ":" + port);
        int colon = endpoint.lastIndexOf(':');
        try {
            String host = colon < 1 ? LOOPBACK : endpoint.substring(0, colon);
            return List.of(new ServerConfig.Address(host, Integer.parseInt(endpoint.substring(colon + 1))));
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    1, "failed parsing config: %s.endpoint is \"%s\", expected host:port".formatted(key, endpoint));
        }
    }
}
