package io.tenuto.app;

import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.components.blockbuilder.BlockBuilder;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.server.StatusRoutes;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.wire.JsonWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What a process tells of itself.
final class StatusPages implements StatusRoutes {
    private static final Duration FLUSH_PATIENCE = Duration.ofMinutes(2);

    private final Env env;
    private final Parts parts;
    private volatile boolean wasReady;

    /// What is told about.
    record Parts(SpanLog log, Catalog catalog, LiveStore live, BlockBuilder builder) {}

    StatusPages(Env env, Parts parts) {
        this.env = env;
        this.parts = parts;
    }

    @Override
    public Optional<Page> get(String path, Map<String, String> parameters) {
        return switch (path) {
            case "/ready" -> Optional.of(ready());
            case "/metrics" ->
                Optional.of(new Page(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        env.metrics().scrape()));
            case "/api/echo" -> Optional.of(Page.text("echo\n"));
            case "/api/status/buildinfo" -> Optional.of(Page.json(buildInfo()));
            case "/status" -> Optional.of(Page.text(version() + services() + configuration()));
            case "/status/version" -> Optional.of(Page.text(version()));
            case "/status/services" -> Optional.of(Page.text(services()));
            case "/status/config" -> Optional.of(Page.text(configuration()));
            case "/status/usage-stats" -> Optional.of(Page.text("usage-stats is not enabled"));
            case "/status/coverage" -> Optional.of(Page.json(coverage()));
            default -> Optional.empty();
        };
    }

    /// Ready once live data has caught up with the log; from then on for good.
    private Page ready() {
        if (!wasReady) wasReady = parts.live().hasCaughtUp();
        return wasReady
                ? Page.text("ready\n")
                : new Page(503, "text/plain; charset=utf-8", "LiveStore not ready: reading the log\n");
    }

    private static String buildInfo() {
        return new JsonWriter()
                .beginObject()
                .field("version", Version.API)
                .field("revision", Version.OWN)
                .field("branch", "")
                .field("buildUser", "")
                .field("buildDate", "")
                .field("goVersion", "")
                .endObject()
                .toString();
    }

    private static String version() {
        return "GET /status/version\ntenuto, version " + Version.OWN + "\n\n";
    }

    private String services() {
        var out = new StringBuilder("GET /status/services\n");
        for (String name :
                new String[] {"span-log", "live-store", "block-builder", "query-frontend", "querier", "server"}) {
            out.append("%-20s Running%n".formatted(name));
        }
        return out.append('\n').toString();
    }

    private String configuration() {
        var out = new StringBuilder("GET /status/config\n---\n");
        env.settings()
                .shown()
                .forEach((key, value) ->
                        out.append(key).append(": ").append(value).append('\n'));
        return out.toString();
    }

    private String coverage() {
        CatalogSnapshot snapshot = parts.catalog().snapshot();
        var out = new JsonWriter().beginObject();
        out.key("snapshot").number(snapshot.number());
        out.key("blocks").number(snapshot.blocksById().size());
        out.key("log").text(parts.log().identity().value());
        out.key("partitions").beginArray();
        var ends = parts.live().ends();
        var floors = parts.live().floors();
        for (int p = 0; p < parts.log().partitionCount(); p++) {
            var name = new LogPartition(parts.log().identity().value(), p);
            out.beginObject();
            out.key("partition").number(p);
            out.key("start").number(parts.log().startOffset(p));
            out.key("end").number(parts.log().endOffset(p));
            out.key("coverage").number(snapshot.coverage(name));
            out.key("liveEnd").number(ends.getOrDefault(name, 0L));
            out.key("liveFloor").number(floors.getOrDefault(name, 0L));
            out.endObject();
        }
        out.endArray();
        out.key("gaps").number(snapshot.gaps().size());
        return out.endObject().toString();
    }

    @Override
    public Page flush() {
        try {
            parts.builder().flush(Deadline.after(env.clock(), FLUSH_PATIENCE));
            return Page.json(coverage());
        } catch (RequestException e) {
            return new Page(503, "text/plain; charset=utf-8", e.getMessage() + "\n");
        }
    }
}
