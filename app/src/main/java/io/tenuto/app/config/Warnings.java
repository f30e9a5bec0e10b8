package io.tenuto.app.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Settings that are taken but deserve a second look: told at every start, and by `-config.verify` as exit code 1.
public final class Warnings {
    private static final Duration BLOCKLIST_POLL = Duration.ofMinutes(5);
    private static final Set<String> TRANSFORMATIONS = Set.of("or_to_in", "all");

    private Warnings() {}

    /// The texts of all warnings, in the order in which they are told.
    public static List<String> of(Settings settings) {
        var warnings = new ArrayList<String>();
        Duration poll = settings.duration("storage.trace.blocklist_poll", BLOCKLIST_POLL);
        if (settings.duration("live_store.complete_block_timeout", Duration.ofMinutes(20))
                        .compareTo(poll)
                < 0) {
            warnings.add("live_store.complete_block_timeout < storage.trace.blocklist_poll");
        }
        if (settings.duration("backend_worker.compaction.block_retention", Duration.ofDays(14))
                        .compareTo(poll)
                < 0) {
            warnings.add("backend_worker.compaction.compacted_block_timeout < storage.trace.blocklist_poll");
        }
        addZero(settings, warnings);
        addStorage(settings, warnings);
        addFrontend(settings, warnings);
        addScheduler(settings, warnings, poll);
        return warnings;
    }

    private static void addZero(Settings settings, List<String> warnings) {
        if (settings.integer("backend_worker.compaction.retention_concurrency", 10) == 0) {
            warnings.add("backend_worker.Compactor.RetentionConcurrency must be greater than zero. Using default.");
        }
        if (settings.integer("storage.trace.blocklist_poll_concurrency", 50) == 0) {
            warnings.add("c.StorageConfig.Trace.BlocklistPollConcurrency must be greater than zero. Using default.");
        }
        if (settings.bool("distributor.log_received_spans.enabled", false)) {
            warnings.add("Span logging is enabled. Tenuto never logs span contents: the key has no effect.");
        }
        if (settings.bool("distributor.log_discarded_spans.enabled", false)) {
            warnings.add("Span logging for discarded traces is enabled."
                    + " Tenuto never logs span contents: the key has no effect.");
        }
    }

    private static void addStorage(Settings settings, List<String> warnings) {
        boolean alone = settings.text("target", "all").equals("all");
        if (settings.text("storage.trace.backend", "").equals("local") && !alone) {
            warnings.add("Local backend will not correctly retrieve traces with a distributed deployment unless all"
                    + " components have access to the same disk. You should probably be using object storage as a"
                    + " backend.");
        }
        if (settings.usesLegacyOverrides()) warnings.add(LegacyOverrides.WARNING);
        if (settings.bool("storage.trace.s3.native_aws_auth_enabled", false)) {
            warnings.add("c.StorageConfig.Trace.S3.NativeAWSAuthEnabled is deprecated and will be removed in a future"
                    + " release.");
        }
        if (settings.has("storage.trace.cache")) {
            warnings.add("c.StorageConfig.Trace.Cache is deprecated and will be removed in a future release.");
        }
    }

    private static void addFrontend(Settings settings, List<String> warnings) {
        if (settings.bool("query_frontend.mcp_server.enabled", false)) {
            warnings.add("c.Frontend.MCPServer.Enabled is enabled. There is no MCP server: the key has no effect.");
        }
        if (settings.integer("query_frontend.trace_by_id.concurrent_shards", 0)
                > settings.integer("query_frontend.trace_by_id.query_shards", 50)) {
            warnings.add("c.Frontend.TraceByID.ConcurrentShards greater than query_shards is invalid."
                    + " concurrent_shards will be set to query_shards");
        }
        for (String name : settings.list("query_frontend.skip_ast_transformations")) {
            if (!TRANSFORMATIONS.contains(name)) {
                warnings.add("unknown AST transformation \"" + name + "\" in query_frontend.skip_ast_transformations");
            }
        }
        if (settings.has("query_frontend.rf1_after")) {
            warnings.add("query_frontend.rf1_after is deprecated and will be removed in a future release.");
        }
    }

    private static void addScheduler(Settings settings, List<String> warnings, Duration poll) {
        if (settings.duration("backend_scheduler.work.prune_age", Duration.ofHours(1))
                        .compareTo(poll.multipliedBy(2))
                <= 0) {
            warnings.add("c.BackendScheduler.Work.PruneAge must be greater than 2x the storage.trace.blocklist_poll"
                    + " duration");
        }
        if (settings.mentions("block_builder.assigned_partitions")
                && settings.integer("block_builder.partitions_per_instance", 0) > 0) {
            warnings.add("Block-builder partition assigment is configured by block_builder.assigned_partitions;"
                    + " partitions_per_instance is not used");
        }
    }
}
