package io.tenuto.app.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Limits of single tenants, from `overrides.per_tenant_override_config`. Immutable.
public final class TenantFile {
    private static final String PATH = "overrides.per_tenant_override_config";
    private static final String EVERYBODY = "*";

    private final Map<String, ConfigFile.Content> tenants;

    private TenantFile(Map<String, ConfigFile.Content> tenants) {
        this.tenants = tenants;
    }

    /// Reads the file that the settings name; nothing if they name none.
    ///
    /// @throws ConfigException if it cannot be read or is wrong
    public static TenantFile read(Settings settings) {
        if (!settings.has(PATH)) return new TenantFile(Map.of());
        String name = settings.text(PATH, "");
        var request = new ConfigFile.Request(
                name,
                Path.of(name),
                settings.hasFlag("config.expand-env"),
                settings.bool("overrides.enable_legacy_overrides", false));
        return new TenantFile(ConfigFile.readTenants(
                request,
                variable -> Optional.ofNullable(System.getenv(variable)).orElse(""),
                settings.schema()));
    }

    /// The values of the entry that counts for a tenant, by keys of `overrides.defaults`; empty if there is none.
    public Optional<Map<String, String>> valuesFor(String tenant) {
        ConfigFile.Content entry = tenants.getOrDefault(tenant, tenants.get(EVERYBODY));
        return Optional.ofNullable(entry).map(ConfigFile.Content::values);
    }

    /// The entries as the file nests them, by tenant.
    public Map<String, Map<String, Object>> trees() {
        var trees = new TreeMap<String, Map<String, Object>>();
        tenants.forEach((tenant, content) -> trees.put(tenant, new LinkedHashMap<>(content.tree())));
        return trees;
    }

    /// Whether the tenant has an entry of its own.
    public boolean names(String tenant) {
        return tenants.containsKey(tenant);
    }
}
