package io.tenuto.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.app.config.Settings;
import io.tenuto.server.ApiPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigViewTest {
    private static final YamlText DEEP = new YamlText("    ", true);

    @TempDir
    private Path folder;

    private ConfigView view(String yaml) throws IOException {
        Files.writeString(folder.resolve("c.yaml"), yaml);
        return new ConfigView(Settings.read(new String[] {"-config.file=c.yaml"}, folder, name -> ""));
    }

    @Test
    void theDifferenceHasOnlyWhatIsNotTheDefault() throws IOException {
        String difference = DEEP.render(view("""
            server: {http_listen_port: 3200, grpc_listen_port: 1}
            shutdown_delay: 90s
            distributor: {receivers: {otlp: {protocols: {grpc: {endpoint: "x:1"}}}}}
            storage: {trace: {s3: {secret_key: hush}}}
            """).difference());
        assertThat(difference)
                .contains("shutdown_delay: 1m30s\n")
                .contains("                grpc:\n                    endpoint: x:1\n")
                .contains("    grpc_listen_port: 1\n")
                .contains("            secret_key: <secret>\n")
                .doesNotContain("http_listen_port")
                .doesNotContain("hush");
    }

    @Test
    void defaultsDoNotDependOnTheFile() throws IOException {
        assertThat(view("server: {http_listen_port: 1}\n").defaults()).isEqualTo(view("").defaults());
        assertThat(DEEP.render(view("").defaults()))
                .startsWith("target: all\n")
                .contains("    http_listen_port: 3200\n")
                .contains("        instance_interface_names:\n            - eth0\n");
    }

    @Test
    void tablesAreFramed() {
        var table = new TextTable(1, "NAME", "STATUS");
        table.add("a", "Running");
        assertThat(table.render()).isEqualTo("""
            +------+---------+
            | NAME |  STATUS |
            +------+---------+
            | a    | Running |
            +------+---------+
            """);
    }

    @Test
    void endpointsShowVariablesAsExpressions() {
        assertThat(Endpoints.page(java.util.List.of("/api/traces/{traceID}", "/*", "/static/*"), ApiPrefix.NONE))
                .contains("| /api/traces/{traceID}      | ^/api/traces/(?P<v0>[^/]+)$       |")
                .contains("| /static/                   | ^/static/ ");
    }
}
