package io.tenuto.app.overrides;

import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Settings;
import io.tenuto.app.config.TenantFile;
import io.tenuto.base.Clock;
import io.tenuto.base.Metrics;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The limits of every tenant: those for everybody, and the per-tenant file, read again every period.
///
/// A file that is wrong ends a start; later it is told, counted, and the last good one stays.
public final class Overrides implements TenantLimits.Source, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Overrides.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Clock clock;
    private final Duration period;
    private final LimitValues everybody;
    private final Metrics.Gauge shown;
    private final Metrics.Gauge healthy;
    private volatile View view;
    private final Thread thread;

    /// One reading of the file. Limits are worked out once per tenant.
    private record View(TenantFile file, Map<TenantId, TenantLimits> limits) {
        View(TenantFile file) {
            this(file, new ConcurrentHashMap<>());
        }
    }

    /// @throws ConfigException if the per-tenant file is wrong
    public Overrides(Settings settings, Clock clock, Metrics metrics) {
        this.settings = settings;
        this.clock = clock;
        this.period = settings.duration("overrides.per_tenant_override_period", PERIOD);
        this.everybody = LimitValues.ofEverybody(settings);
        this.shown = metrics.gauge("tempo_limits_overrides", "Limits of single tenants.", "limit_name", "user");
        this.healthy = metrics.gauge(
                "tempo_runtime_config_last_reload_successful", "Whether the per-tenant limits could be read.");
        Metrics.Gauge defaults = metrics.gauge("tempo_limits_defaults", "Limits of everybody.", "limit_name");
        everybody.shown().forEach((name, value) -> defaults.set(value, name));
        this.view = new View(TenantFile.read(settings));
        this.thread = Thread.ofVirtual().name("overrides/reload").unstarted(this::reloadForEver);
        show();
    }

    /// Begins to read the file again and again; does nothing without a file.
    public void start() {
        if (settings.has("overrides.per_tenant_override_config") && period.isPositive()) thread.start();
    }

    @Override
    public TenantLimits of(TenantId tenant) {
        View now = view;
        return now.limits()
                .computeIfAbsent(
                        tenant,
                        id -> now.file()
                                .valuesFor(id.value())
                                .map(entry -> everybody.ofEntry(entry))
                                .orElse(everybody)
                                .limits());
    }

    /// The entries of the per-tenant file in force.
    public TenantFile file() {
        return view.file();
    }

    private void reloadForEver() {
        try {
            while (true) {
                clock.sleep(period);
                reload();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads the file once; a wrong one changes nothing.
    void reload() {
        try {
            view = new View(TenantFile.read(settings));
            show();
        } catch (ConfigException e) {
            healthy.set(0);
            log.error("limits of tenants not read, the last ones stay; cause={}", e.getMessage());
        }
    }

    private void show() {
        healthy.set(1);
        TenantFile file = view.file();
        for (String tenant : file.trees().keySet()) {
            file.valuesFor(tenant)
                    .ifPresent(entry ->
                            everybody.ofEntry(entry).shown().forEach((name, value) -> shown.set(value, name, tenant)));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.getState() != Thread.State.NEW) thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
