package io.tenuto.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    private Path folder;

    private CommandRun withFile(String yaml, String... more) throws IOException {
        Files.writeString(folder.resolve("c.yaml"), yaml);
        var arguments = new java.util.ArrayList<>(List.of("-config.file=c.yaml"));
        arguments.addAll(List.of(more));
        return CommandRun.of(folder, Map.of("PORT", "4711", "EMPTY", ""), arguments);
    }

    @Test
    void anUnknownKeyIsToldInBothWaysWithTheNearestName() throws IOException {
        CommandRun run = withFile("server:\n  http_listen_prot: 80\n");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("""
            failed parsing config: failed to parse configFile c.yaml: yaml: unmarshal errors:
              line 2: field http_listen_prot not found in type server.Config
            c.yaml:2: unknown key server.http_listen_prot; did you mean server.http_listen_port?
            """);
    }

    @Test
    void anUnknownRootKeyNamesTheNearestRootKey() throws IOException {
        assertThat(withFile("strage: {}\n").err()).contains("c.yaml:1: unknown key strage; did you mean storage?");
    }

    @Test
    void allProblemsOfAFileAreToldAtOnce() throws IOException {
        CommandRun run = withFile("""
            target: [all]
            storage:
              trace: {blocklist_poll: soon, wal: []}
            live_store: {max_block_bytes: -1}
            query_frontend: {metrics: {max_exemplars: "many and more"}}
            """);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("""
            line 1: cannot unmarshal !!seq into string
              line 3: cannot unmarshal !!str `soon` into time.Duration
              line 3: cannot unmarshal !!seq into wal.Config
              line 4: cannot unmarshal !!int `-1` into uint64
              line 5: cannot unmarshal !!str `many an...` into int
            """);
    }

    @Test
    void aKeyWithoutMeaningIsTakenWithItsReasonAndNoWarning() throws IOException {
        CommandRun run = withFile("memberlist:\n  gossip_nodes: 3\n", "-config.verify=true");
        assertThat(run.exit()).isZero();
        assertThat(run.complaints()).isEmpty();
        assertThat(run.err())
                .contains("accepted without effect: memberlist.gossip_nodes (line 2):"
                        + " a single process has no members to find");
    }

    @Test
    void aFlagWithoutMeaningIsToldToo() {
        CommandRun run = CommandRun.of(folder, "-config.verify=true", "-memberlist.bind-port=1");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("accepted without effect: memberlist.bind_port:");
    }

    @Test
    void variablesAreReplacedOnlyWhenAsked() throws IOException {
        String yaml = "server: {http_listen_port: ${PORT:-1}}\n";
        assertThat(withFile(yaml, "-config.expand-env", "-config.verify=true").exit())
                .isZero();
        assertThat(withFile(yaml, "-config.verify=true").err())
                .startsWith("failed parsing config: failed to parse configFile c.yaml: yaml: ")
                .contains("did not find expected ',' or '}'");
    }

    @Test
    void limitsInTheFlatFormNeedToBeAllowed() throws IOException {
        CommandRun refused = withFile("overrides: {ingestion_rate_limit_bytes: 5}\n");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("failed parsing config: DEPRECATED: legacy overrides config format is in use.");
        CommandRun allowed = withFile(
                "overrides: {ingestion_rate_limit_bytes: 5, enable_legacy_overrides: true}\n", "-config.verify=true");
        assertThat(allowed.exit()).isEqualTo(1);
        assertThat(allowed.complaints()).contains("DEPRECATED: Legacy (flat, unscoped) overrides format is in use");
    }

    @Test
    void valuesThatNoPartWouldTakeRefuseTheStart() throws IOException {
        CommandRun run = withFile("live_store: {max_trace_idle: 10s, max_trace_live: 5s}\n");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.served()).isFalse();
        assertThat(run.complaints())
                .isEqualTo("level=error msg=\"error running Tenuto\" err=\"failed to init module services: error"
                        + " initialising module: live-store: failed to create liveStore: max_trace_idle (10s) cannot be"
                        + " greater than max_trace_live (5s)\"");
    }

    @Test
    void aPlainFileServes() throws IOException {
        assertThat(withFile("multitenancy_enabled: true\nstorage: {trace: {backend: local}}\n")
                        .served())
                .isTrue();
    }

    @Test
    void healthOfNothingIsBad() {
        CommandRun run = CommandRun.of(folder, "-health", "-health.url=http://127.0.0.1:9/ready");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("connection refused");
    }
}
