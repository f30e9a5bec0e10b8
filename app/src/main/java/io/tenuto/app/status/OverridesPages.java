package io.tenuto.app.status;

import io.tenuto.app.config.Settings;
import io.tenuto.app.config.TenantFile;
import io.tenuto.app.overrides.Overrides;
import io.tenuto.base.Clock;
import io.tenuto.server.StatusRoutes.Page;
import io.tenuto.wire.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pages on limits: those for everybody and those of single tenants.
final class OverridesPages {
    static final String TENANT_PREFIX = "/status/overrides/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final YamlText SHALLOW = new YamlText("  ", false);
    /// The order of blocks in the page of limits, which is not that of the configuration.
    private static final List<String> ORDER = List.of(
            "ingestion",
            "read",
            "compaction",
            "metrics_generator",
            "forwarders",
            "global",
            "cost_attribution",
            "storage");

    private final Settings settings;
    private final Overrides overrides;
    private final Clock clock;

    OverridesPages(Settings settings, Overrides overrides, Clock clock) {
        this.settings = settings;
        this.overrides = overrides;
        this.clock = clock;
    }

    /// @param onlyDifferences leaves out what is the default
    String runtimeConfig(boolean onlyDifferences) {
        String head = "GET /status/runtime_config\n---\n";
        Map<String, Map<String, Object>> tenants = shown(overrides.file());
        if (onlyDifferences) {
            return head + SHALLOW.render(tenants.isEmpty() ? Map.of() : Map.of("overrides", tenants));
        }
        var page = new LinkedHashMap<String, Object>();
        page.put("defaults", defaults());
        page.put("overrides", tenants);
        return head + SHALLOW.render(page);
    }

    private Map<String, Object> defaults() {
        Object block = new ConfigView(settings).inEffect().get("overrides");
        Object defaults = block instanceof Map<?, ?> map ? map.get("defaults") : Map.of();
        var ordered = new LinkedHashMap<String, Object>();
        if (!(defaults instanceof Map<?, ?> map)) return ordered;
        for (String name : ORDER) {
            Object value = map.get(name);
            if (value != null) ordered.put(name, value);
        }
        return ordered;
    }

    private static Map<String, Map<String, Object>> shown(TenantFile file) {
        var shown = new LinkedHashMap<String, Map<String, Object>>();
        file.trees().forEach((tenant, tree) -> shown.put(tenant, ConfigView.open(tree)));
        return shown;
    }

    Page tenants(boolean json) {
        if (!json) {
            var rows = new StringBuilder();
            for (String tenant : overrides.file().trees().keySet()) {
                String name = escaped(tenant);
                rows.append("<li><a href=\"%s%s\">%s</a></li>%n".formatted(TENANT_PREFIX, name, name));
            }
            return html("Overrides: tenants", "<ul>\n" + rows + "</ul>\n");
        }
        var out = new JsonWriter().beginObject().field("now", now());
        Map<String, Map<String, Object>> trees = overrides.file().trees();
        if (!trees.isEmpty()) {
            out.key("tenants").beginArray();
            for (String tenant : trees.keySet()) {
                out.beginObject().field("name", tenant);
                out.key("has_runtime_overrides").bool(true);
                out.key("has_user_configurable_overrides").bool(false).endObject();
            }
            out.endArray();
        }
        return Page.json(out.endObject().toString());
    }

    Page tenant(String name, boolean json) {
        TenantFile file = overrides.file();
        boolean own = file.names(name);
        Map<String, Object> tree = own || file.names("*")
                ? ConfigView.open(file.trees().getOrDefault(own ? name : "*", Map.of()))
                : defaults();
        String yaml = SHALLOW.render(tree);
        if (!json) {
            String kind = own ? "Runtime overrides" : "Runtime overrides (defaults or wildcard)";
            return html(
                    "Overrides: tenant",
                    "<p>Showing overrides for tenant: <strong>%s</strong></p>%n<h3>%s</h3>%n<pre>%s</pre>%n"
                            .formatted(escaped(name), kind, escaped(yaml)));
        }
        return Page.json(new JsonWriter()
                .beginObject()
                .field("now", now())
                .field("tenant", name)
                .field("user_configurable_overrides", "")
                .field("runtime_overrides", yaml)
                .key("using_default_or_wildcard_runtime_overrides")
                .bool(!own)
                .endObject()
                .toString());
    }

    private String now() {
        return clock.wallTime().toString();
    }

    private Page html(String title, String body) {
        String page = """
            <!DOCTYPE html>
            <html>
            <head>
                <meta charset="UTF-8">
                <title>%s</title>
            </head>
            <body>
            <h1>%s</h1>
            <p>Current time: %s</p>
            %s</body>
            </html>
            """.formatted(title, title, now(), body);
        return new Page(200, HTML, page);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }
}
