package io.tenuto.app.status;

import io.tenuto.app.config.Settings;
import io.tenuto.app.overrides.Overrides;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.components.blockbuilder.BlockBuilder;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.server.ApiPrefix;
import io.tenuto.server.StatusRoutes;
import io.tenuto.spanlog.SpanLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What a process tells of itself.
public final class StatusPages implements StatusRoutes {
    private static final Duration FLUSH_PATIENCE = Duration.ofMinutes(2);
    private static final String PLAIN = "text/plain";
    private static final String PLAIN_UTF8 = "text/plain; charset=utf-8";
    private static final String DIFF = "diff";
    private static final String DEFAULTS = "defaults";
    private static final YamlText DEEP = new YamlText("    ", true);

    private final Parts parts;
    private final Clock clock;
    private final ConfigView configuration;
    private final OverridesPages overrides;
    private final RingPages rings;
    private volatile boolean wasReady;
    private volatile Supplier<List<String>> paths = List::of;
    private volatile ApiPrefix apiPrefix = ApiPrefix.NONE;

    /// What is told about.
    public record Parts(
            Settings settings,
            SpanLog log,
            Catalog catalog,
            LiveStore live,
            BlockBuilder builder,
            Overrides overrides) {}

    /// How the process is.
    ///
    /// @param services state by name of part
    /// @param metrics all metrics in Prometheus' text format
    public record Process(
            BuildFacts build,
            Supplier<Map<String, String>> services,
            BooleanSupplier stopping,
            Supplier<String> metrics) {}

    private final Process process;

    public StatusPages(Parts parts, Process process, Clock clock) {
        this.parts = parts;
        this.process = process;
        this.clock = clock;
        this.configuration = new ConfigView(parts.settings());
        this.overrides = new OverridesPages(parts.settings(), parts.overrides(), clock);
        this.rings = new RingPages(parts, clock);
    }

    /// Where the server's own paths are asked for, once there is a server.
    public void describe(Supplier<List<String>> serverPaths, ApiPrefix prefix) {
        paths = serverPaths;
        apiPrefix = prefix;
    }

    @Override
    public Optional<Page> get(String path, Map<String, String> parameters, String accept) {
        String mode = parameters.getOrDefault("mode", "");
        boolean json = accept.contains("application/json");
        return switch (path) {
            case "/ready" -> Optional.of(ready());
            case "/metrics" ->
                Optional.of(new Page(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        process.metrics().get()));
            case "/api/echo" -> Optional.of(Page.text("echo\n"));
            case "/api/status/buildinfo" ->
                Optional.of(Page.json(process.build().json()));
            case "/status" -> Optional.of(plain(everything()));
            case "/status/version" -> Optional.of(plain(version()));
            case "/status/services" -> Optional.of(plain(services()));
            case "/status/endpoints" -> Optional.of(plain(Endpoints.page(paths.get(), apiPrefix)));
            case "/status/config" -> Optional.of(config(mode));
            case "/status/runtime_config" -> Optional.of(plain(overrides.runtimeConfig(mode.equals(DIFF))));
            case "/status/usage-stats" -> Optional.of(Page.text("usage-stats is not enabled\n"));
            case "/status/coverage" -> Optional.of(Page.json(rings.coverage()));
            case "/status/overrides" -> Optional.of(overrides.tenants(json));
            case "/memberlist" -> Optional.of(Page.text("This instance doesn't use memberlist.\n"));
            case "/partition-ring" -> Optional.of(rings.partitions(json));
            case "/live-store/ring" -> Optional.of(rings.liveStores(json));
            default ->
                path.startsWith(OverridesPages.TENANT_PREFIX)
                        ? Optional.of(overrides.tenant(path.substring(OverridesPages.TENANT_PREFIX.length()), json))
                        : Optional.empty();
        };
    }

    private static Page plain(String body) {
        return new Page(200, PLAIN, body);
    }

    /// Ready once live data has caught up with the log; from then on until the process stops.
    private Page ready() {
        if (process.stopping().getAsBoolean()) return new Page(503, PLAIN_UTF8, "Application is stopping\n");
        List<String> others = process.services().get().values().stream()
                .filter(state -> !state.equals("Running"))
                .toList();
        if (!others.isEmpty()) {
            var text = new StringBuilder("Some services are not Running:\n");
            others.stream()
                    .distinct()
                    .sorted()
                    .forEach(state -> text.append(state)
                            .append(": ")
                            .append(others.stream().filter(state::equals).count())
                            .append('\n'));
            return new Page(503, PLAIN_UTF8, text.toString());
        }
        if (!wasReady) wasReady = parts.live().hasCaughtUp();
        return wasReady
                ? Page.text("ready\n")
                : new Page(503, PLAIN_UTF8, "LiveStore not ready: live rows have not caught up with the span log\n");
    }

    private String everything() {
        return version()
                + services()
                + Endpoints.page(paths.get(), apiPrefix)
                + overrides.runtimeConfig(false)
                + config("").body();
    }

    private String version() {
        return "GET /status/version\n" + process.build().text();
    }

    private String services() {
        var table = new TextTable(1, "SERVICE NAME", "STATUS", "FAILURE CASE");
        process.services().get().forEach((name, state) -> table.add(name, state, ""));
        return "GET /status/services\n" + table.render();
    }

    private Page config(String mode) {
        String head = "GET /status/config\n---\n";
        return switch (mode) {
            case "" -> plain(head + DEEP.render(configuration.inEffect()));
            case DEFAULTS -> plain(head + DEEP.render(configuration.defaults()));
            case DIFF -> plain(head + DEEP.render(configuration.difference()));
            default ->
                new Page(500, PLAIN_UTF8, "unknown value for mode query parameter: " + mode + "\nGET /status/config\n");
        };
    }

    @Override
    public boolean isReady() {
        return ready().status() == 200;
    }

    @Override
    public Page flush() {
        try {
            parts.builder().flush(Deadline.after(clock, FLUSH_PATIENCE));
            return Page.json(rings.coverage());
        } catch (RequestException e) {
            return new Page(503, PLAIN_UTF8, e.getMessage() + "\n");
        }
    }
}
