package io.tenuto.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// What refuses a start: values that the parts of a target would not take, in the words that operators of Tempo know.
public final class StartChecks {
    private static final Set<String> BACKENDS = Set.of("local", "s3", "gcs", "azure");
    private static final Set<String> TARGETS = Set.of(
            "all",
            "distributor",
            "live-store",
            "block-builder",
            "querier",
            "query-frontend",
            "backend-scheduler",
            "backend-worker",
            "metrics-generator",
            "metrics-generator-no-local-blocks");
    private static final Set<String> INTERNAL =
            Set.of("overrides-api", "usage-report", "store", "server", "overrides", "memberlist-kv");
    private static final Pattern INSTANCE = Pattern.compile("-([0-9]+)$");

    private final Settings settings;
    private final String target;

    private StartChecks(Settings settings) {
        this.settings = settings;
        this.target = settings.text("target", "all");
    }

    /// Whether the target is one that users are meant to name.
    public static boolean isUserTarget(String target) {
        return TARGETS.contains(target);
    }

    /// @throws StartRefusedException with the first reason found
    public static void check(Settings settings) {
        var checks = new StartChecks(settings);
        checks.checkTarget();
        checks.checkStore();
        if (checks.runs("backend-scheduler")) checks.checkScheduler();
        if (checks.runs("query-frontend")) checks.checkFrontend();
        checks.checkClusterParts();
        if (checks.runs("live-store")) checks.checkLiveStore();
        if (checks.runs("metrics-generator")) checks.checkGenerator();
        if (!checks.target.equals("all")) {
            throw refused("target " + checks.target + " is not part of this version of Tenuto: run -target=all");
        }
    }

    private boolean runs(String module) {
        return target.equals("all") || target.equals(module);
    }

    private static StartRefusedException refused(String reason) {
        return new StartRefusedException("failed to init module services: " + reason);
    }

    private static StartRefusedException refused(String module, String reason) {
        return refused("error initialising module: " + module + ": " + reason);
    }

    private void checkTarget() {
        if (!TARGETS.contains(target) && !INTERNAL.contains(target)) {
            throw refused("unrecognised module name: " + target);
        }
    }

    private void checkStore() {
        String backend = settings.text("storage.trace.backend", "local");
        if (!BACKENDS.contains(backend)) throw refused("store", "failed to create store: unknown backend " + backend);
        if (!backend.equals("local")) {
            throw refused(
                    "store",
                    "failed to create store: backend " + backend
                            + " is not part of this version of Tenuto: use storage.trace.backend: local");
        }
    }

    private void checkFrontend() {
        BiConsumer<Boolean, String> demand = (holds, text) -> {
            if (!holds) throw refused("query-frontend", text);
        };
        int shards = settings.integer("query_frontend.trace_by_id.query_shards", 50);
        demand.accept(
                shards >= 2 && shards <= 100_000,
                "frontend query shards should be between 2 and 100000 (both inclusive)");
        for (String kind : List.of("search", "metrics")) {
            demand.accept(
                    settings.integer("query_frontend." + kind + ".concurrent_jobs", 1000) > 0,
                    "frontend " + kind + " concurrent requests should be greater than 0");
            demand.accept(
                    settings.bytes("query_frontend." + kind + ".target_bytes_per_job", 1) > 0,
                    "frontend " + kind + " target bytes per request should be greater than 0");
        }
        demand.accept(
                settings.integer("query_frontend.search.most_recent_shards", 200) > 0,
                "most recent shards must be greater than 0");
        demand.accept(
                settings.duration("query_frontend.metrics.interval", Duration.ofMinutes(5))
                        .isPositive(),
                "frontend metrics interval should be greater than 0");
        Duration cutoff = settings.duration("query_frontend.query_end_cutoff", Duration.ZERO);
        for (String kind : List.of("search", "metrics")) {
            Duration after =
                    settings.duration("query_frontend." + kind + ".query_backend_after", Duration.ofMinutes(15));
            demand.accept(
                    cutoff.compareTo(after) <= 0,
                    "QueryBackendAfter (%s) must be greater than query end cutoff (%s)"
                            .formatted(show(after), show(cutoff)));
        }
    }

    private static String show(Duration duration) {
        return Values.showDuration(duration.toNanos());
    }

    private void checkClusterParts() {
        switch (target) {
            case "querier" -> {
                if (!settings.has("querier.frontend_worker.frontend_address")) {
                    throw refused("querier", "frontend worker address not specified");
                }
            }
            case "backend-worker" -> {
                if (!settings.has("backend_worker.backend_scheduler_addr")) {
                    throw refused(
                            "backend-worker",
                            "failed to create backend scheduler: invalid config: backend scheduler address is"
                                    + " required");
                }
            }
            case "distributor" -> checkKafka("distributor", "failed to create distributor: ");
            case "block-builder" -> {
                if (!settings.mentions("block_builder.assigned_partitions")
                        && settings.integer("block_builder.partitions_per_instance", 0) == 0) {
                    throw refused(
                            "block-builder",
                            "failed to create block-builder: at least one of AssignedPartitionsMap or"
                                    + " PartitionsPerInstance must be set");
                }
                checkKafka("block-builder", "failed to create block-builder: ");
            }
            case "live-store" -> checkInstance();
            default -> {}
        }
    }

    private void checkKafka(String module, String prefix) {
        if (settings.text("ingest.kafka.address", "localhost:9092").isEmpty()) {
            throw refused(module, prefix + "the Kafka address has not been configured");
        }
        if (!settings.has("ingest.kafka.topic")) {
            throw refused(module, prefix + "the Kafka topic has not been configured");
        }
    }

    private void checkInstance() {
        String id = settings.text("live_store.ring.instance_id", HostName.get());
        if (INSTANCE.matcher(id).find()) return;
        throw refused(
                "live-store",
                "failed to create liveStore: calculating livestore partition ID: ingester ID " + id
                        + " doesn't match regular expression \"-([0-9]+)$\"");
    }

    private void checkScheduler() {
        Duration prune = settings.duration("backend_scheduler.work.prune_age", Duration.ofHours(1));
        if (!prune.isPositive()) throw refused("backend-scheduler", "positive prune age required");
    }

    private void checkLiveStore() {
        for (String key : List.of(
                "complete_block_timeout",
                "flush_check_period",
                "flush_op_timeout",
                "max_trace_live",
                "max_trace_idle",
                "max_block_duration",
                "block_reclaim_grace")) {
            Duration value = settings.duration("live_store." + key, Duration.ofMinutes(1));
            if (!value.isPositive()) throw liveStore(key + " must be greater than 0, got " + show(value));
        }
        for (String key : List.of("query_block_concurrency", "complete_block_concurrency", "max_block_bytes")) {
            int value = settings.integer("live_store." + key, 1);
            String name = key.equals("query_block_concurrency") ? "query_blocks" : key;
            if (value <= 0) throw liveStore(name + " must be greater than 0, got " + value);
        }
        Duration idle = settings.duration("live_store.max_trace_idle", Duration.ofSeconds(5));
        Duration live = settings.duration("live_store.max_trace_live", Duration.ofSeconds(30));
        if (idle.compareTo(live) > 0) {
            throw liveStore(
                    "max_trace_idle (%s) cannot be greater than max_trace_live (%s)".formatted(show(idle), show(live)));
        }
    }

    private static StartRefusedException liveStore(String reason) {
        return refused("live-store", "failed to create liveStore: " + reason);
    }

    private void checkGenerator() {
        String prefix = "failed to create metrics-generator: ";
        if (settings.integer("metrics_generator.ingest_concurrency", 16) <= 0) {
            throw refused("metrics-generator", prefix + "ingest concurrency must be greater than zero");
        }
        String codec = settings.text("metrics_generator.codec", "push-bytes");
        if (!Set.of("push-bytes", "otlp").contains(codec)) {
            throw refused(
                    "metrics-generator", prefix + "invalid codec: " + codec + ", valid choices are [push-bytes otlp]");
        }
        String limiter = settings.text("metrics_generator.limiter_type", "series");
        if (!Set.of("series", "entity").contains(limiter)) {
            throw refused(
                    "metrics-generator",
                    prefix + "invalid limiter type: " + limiter + ", valid values are series and entity");
        }
        String ring = settings.text("metrics_generator.ring_mode", "partition");
        if (!Set.of("partition", "generator").contains(ring)) {
            throw refused(
                    "metrics-generator",
                    prefix + "invalid ring mode: " + ring + ", valid values are partition and generator");
        }
        if (target.equals("metrics-generator") && !settings.has("metrics_generator.storage.path")) {
            throw refused(
                    "metrics-generator",
                    prefix + "no metrics_generator.storage.path configured, metrics generator will be disabled");
        }
    }
}
