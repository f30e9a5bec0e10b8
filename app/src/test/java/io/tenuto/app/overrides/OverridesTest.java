package io.tenuto.app.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Settings;
import io.tenuto.base.Clock;
import io.tenuto.base.Metrics;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    @TempDir
    private Path folder;

    private Path tenants() {
        return folder.resolve("tenants.yaml");
    }

    private Overrides overrides(String defaults, String tenantFile) throws IOException {
        Files.writeString(tenants(), tenantFile);
        Files.writeString(folder.resolve("c.yaml"), """
            query_frontend: {search: {max_duration: 48h}}
            overrides:
              per_tenant_override_config: %s
              defaults: %s
            """.formatted(tenants(), defaults));
        Settings settings = Settings.read(new String[] {"-config.file=c.yaml"}, folder, name -> "");
        return new Overrides(settings, Clock.system(), Metrics.none());
    }

    @Test
    void anEntryWithoutRetryInfoHasThatOfEverybody() throws IOException {
        Overrides overrides = overrides("{ingestion: {retry_info_enabled: false}}", """
            overrides:
              acme: {ingestion: {rate_limit_bytes: 7}}
              other: {ingestion: {retry_info_enabled: true}}
            """);
        assertThat(overrides.of(ACME).tellsRetry()).isFalse();
        assertThat(overrides.of(OTHER).tellsRetry()).isTrue();
        assertThat(overrides.of(TenantId.SINGLE).tellsRetry()).isFalse();
    }

    @Test
    void anEntryReplacesTheLimitsForEverybodyAsAWhole() throws IOException {
        Overrides overrides = overrides("{ingestion: {rate_limit_bytes: 7, burst_size_bytes: 8}}", """
            overrides:
              acme: {ingestion: {rate_limit_bytes: 1_000}, read: {max_search_duration: 2d}}
            """);
        TenantLimits acme = overrides.of(ACME);
        assertThat(acme.rateBytes()).isEqualTo(1000);
        assertThat(acme.burstBytes()).as("unset is zero, not the default").isZero();
        assertThat(acme.reads().searchDurationMax()).isEqualTo(Duration.ofDays(2));
        assertThat(acme.reads().metricsDurationMax())
                .as("unset is the part's own")
                .isEqualTo(Duration.ofHours(24));
        assertThat(acme.attributeBytesMax()).isEqualTo(2048);
        TenantLimits other = overrides.of(OTHER);
        assertThat(other.rateBytes()).isEqualTo(7);
        assertThat(other.burstBytes()).isEqualTo(8);
        assertThat(other.reads().searchDurationMax()).isEqualTo(Duration.ofHours(48));
    }

    @Test
    void limitsOfAnswersAreReadForEverybodyAndForOneTenant() throws IOException {
        Overrides overrides = overrides(
                "{read: {max_bytes_per_tag_values_query: 9, left_pad_trace_ids: true}, global: {max_bytes_per_trace: 5}}",
                """
            overrides:
              acme: {read: {span_pruning_enabled: false}, global: {max_bytes_per_trace: 7}}
            """);
        TenantLimits.Reads other = overrides.of(OTHER).reads();
        assertThat(other.tagBytesMax()).isEqualTo(9);
        assertThat(other.padsTraceIds()).isTrue();
        assertThat(other.traceBytesMax()).isEqualTo(5);
        assertThat(other.pruning()).isEqualTo(TenantLimits.Pruning.AS_CONFIGURED);
        TenantLimits.Reads acme = overrides.of(ACME).reads();
        assertThat(acme.tagBytesMax()).as("unset is no limit").isZero();
        assertThat(acme.padsTraceIds()).isFalse();
        assertThat(acme.traceBytesMax()).isEqualTo(7);
        assertThat(acme.pruning()).isEqualTo(TenantLimits.Pruning.NEVER);
        assertThat(overrides("{}", "").of(ACME).reads().tagBytesMax()).isEqualTo(1_000_000);
        assertThat(overrides("{}", "").of(ACME).reads().traceBytesMax()).isZero();
    }

    @Test
    void theWildcardCountsForTenantsWithoutAnEntryOfTheirOwn() throws IOException {
        Overrides overrides = overrides("{}", """
            overrides:
              "*": {ingestion: {rate_limit_bytes: 5, burst_size_bytes: 6}}
              acme:
            """);
        assertThat(overrides.of(OTHER).rateBytes()).isEqualTo(5);
        assertThat(overrides.of(ACME).rateBytes())
                .as("an empty entry counts as absent")
                .isEqualTo(5);
    }

    @Test
    void aChangedFileCountsAfterTheNextReading() throws IOException {
        Overrides overrides = overrides("{}", "overrides: {acme: {ingestion: {rate_limit_bytes: 1}}}\n");
        assertThat(overrides.of(ACME).rateBytes()).isEqualTo(1);
        Files.writeString(tenants(), "overrides: {acme: {ingestion: {rate_limit_bytes: 2}}}\n");
        overrides.reload();
        assertThat(overrides.of(ACME).rateBytes()).isEqualTo(2);
    }

    @Test
    void aFileThatBecameWrongLeavesTheLastLimits() throws IOException {
        Overrides overrides = overrides("{}", "overrides: {acme: {ingestion: {rate_limit_bytes: 1}}}\n");
        Files.writeString(tenants(), "overrides: {acme: {ingestion: {rate_limits_bytes: 2}}}\n");
        overrides.reload();
        assertThat(overrides.of(ACME).rateBytes()).isEqualTo(1);
    }

    @Test
    void aFileThatIsWrongAtTheStartRefusesIt() {
        assertThatThrownBy(() -> overrides("{}", "overrides: {acme: {ingestion: {rate: 2}}}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("field rate not found in type overrides.IngestionConfig");
    }
}
