package io.tenuto.app.overrides;

import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Settings;
import io.tenuto.app.config.Values;
import io.tenuto.model.TenantLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Values of limits by key, and what an absent one means: the default for everybody, zero in an entry of a tenant, and
/// for some zero means the value of the part that enforces it.
final class LimitValues {
    private static final String PREFIX = "overrides.defaults.";
    private static final String RETRY_INFO = "ingestion.retry_info_enabled";

    private final Map<String, String> values;
    private final boolean isEntry;
    private final TenantLimits modules;

    private LimitValues(Map<String, String> values, boolean isEntry, TenantLimits modules) {
        this.values = Map.copyOf(values);
        this.isEntry = isEntry;
        this.modules = modules;
    }

    static LimitValues ofEverybody(Settings settings) {
        TenantLimits plain = TenantLimits.DEFAULT;
        var modules = new TenantLimits(
                plain.rateBytes(),
                plain.burstBytes(),
                settings.integer("distributor.max_attribute_bytes", plain.attributeBytesMax()),
                settings.bool(PREFIX + RETRY_INFO, plain.tellsRetry()),
                new TenantLimits.Reads(
                        settings.duration(
                                "query_frontend.search.max_duration",
                                plain.reads().searchDurationMax()),
                        settings.duration(
                                "query_frontend.metrics.max_duration",
                                plain.reads().metricsDurationMax()),
                        plain.reads().tagBytesMax(),
                        0,
                        false,
                        TenantLimits.Pruning.AS_CONFIGURED));
        return new LimitValues(settings.values(), false, modules);
    }

    /// The values of a tenant's own entry: it replaces those for everybody as a whole.
    LimitValues ofEntry(Map<String, String> entry) {
        return new LimitValues(entry, true, modules);
    }

    TenantLimits limits() {
        long attribute = number("ingestion.max_attribute_bytes", 0);
        return new TenantLimits(
                number("ingestion.rate_limit_bytes", TenantLimits.DEFAULT.rateBytes()),
                number("ingestion.burst_size_bytes", TenantLimits.DEFAULT.burstBytes()),
                attribute == 0 ? modules.attributeBytesMax() : (int) attribute,
                bool(RETRY_INFO, modules.tellsRetry()),
                reads());
    }

    private TenantLimits.Reads reads() {
        return new TenantLimits.Reads(
                duration("read.max_search_duration", modules.reads().searchDurationMax()),
                duration("read.max_metrics_duration", modules.reads().metricsDurationMax()),
                number("read.max_bytes_per_tag_values_query", modules.reads().tagBytesMax()),
                // Nobody's traces have a limit unless it is given.
                number("global.max_bytes_per_trace", 0),
                bool("read.left_pad_trace_ids", false),
                pruning());
    }

    private TenantLimits.Pruning pruning() {
        String key = "read.span_pruning_enabled";
        if (text(key).isEmpty()) return TenantLimits.Pruning.AS_CONFIGURED;
        return bool(key, false) ? TenantLimits.Pruning.ALWAYS : TenantLimits.Pruning.NEVER;
    }

    /// Values for metrics, by the limits' names there.
    Map<String, Double> shown() {
        var shown = new LinkedHashMap<String, Double>();
        shown.put("max_local_traces_per_user", (double) number("ingestion.max_traces_per_user", 10_000));
        shown.put("max_global_traces_per_user", (double) number("ingestion.max_global_traces_per_user", 0));
        shown.put("max_bytes_per_trace", (double) number("global.max_bytes_per_trace", 5_000_000));
        shown.put("max_bytes_per_tag_values_query", (double) limits().reads().tagBytesMax());
        shown.put("max_blocks_per_tag_values_query", (double) number("read.max_blocks_per_tag_values_query", 0));
        shown.put("ingestion_rate_limit_bytes", (double) limits().rateBytes());
        shown.put("ingestion_burst_size_bytes", (double) limits().burstBytes());
        shown.put("block_retention", (double)
                duration("compaction.block_retention", Duration.ZERO).toSeconds());
        shown.put("metrics_generator_max_active_series", (double) number("metrics_generator.max_active_series", 0));
        return shown;
    }

    private long number(String key, long fallback) {
        Optional<String> text = text(key);
        if (text.isEmpty()) return isEntry ? 0 : fallback;
        return Values.bytes(text.get().replace("_", "")).orElseThrow(() -> wrong(key, text.get()));
    }

    /// Absent means what everybody has, in the entry of a tenant too.
    private boolean bool(String key, boolean everybody) {
        Optional<String> text = text(key);
        if (text.isEmpty()) return everybody;
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, text.get());
        };
    }

    /// Zero and absent mean the part's own value.
    private Duration duration(String key, Duration module) {
        Optional<String> text = text(key);
        if (text.isEmpty()) return module;
        long nanos = Values.durationNanos(text.get()).orElseThrow(() -> wrong(key, text.get()));
        return nanos == 0 ? module : Duration.ofNanos(nanos);
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(values.get(PREFIX + key)).filter(value -> !value.isEmpty());
    }

    private static ConfigException wrong(String key, String value) {
        return new ConfigException(1, "failed parsing config: %s is \"%s\"".formatted(PREFIX + key, value));
    }
}
