package io.tenuto.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Third-party types stay inside their adapter module, and time and chance come from `base`.
final class VendorTypesTest {
    private static final Map<String, Set<String>> HOMES = Map.of(
            "com.linecorp.armeria", Set.of("server"),
            "io.netty", Set.of("server"),
            "io.grpc", Set.of("server"),
            "org.apache.parquet", Set.of("parquet"),
            "org.apache.hadoop", Set.of("parquet"),
            "org.apache.kafka", Set.of("spanlog-kafka"),
            "org.snakeyaml", Set.of("app"),
            "io.prometheus", Set.of("app"),
            "ch.qos.logback", Set.of("app"));

    /// Programs for people at a terminal, not parts of the server.
    private static final Set<String> TOOLS = Set.of("bench", "it");

    private static final List<String> BANNED_CALLS = List.of(
            "System.currentTimeMillis(",
            "System.nanoTime(",
            "Instant.now(",
            "Thread.sleep(",
            "new Random(",
            "ThreadLocalRandom",
            "Math.random(",
            "UUID.randomUUID(");

    @Test
    void vendorTypesStayInTheirModules() {
        var wrong = new ArrayList<String>();
        for (Sources.JavaFile file : Sources.production()) {
            if (TOOLS.contains(file.module())) continue;
            for (String name : file.imports()) {
                HOMES.forEach((prefix, homes) -> {
                    if (name.startsWith(prefix + ".") && !homes.contains(file.module()))
                        wrong.add(file + " imports " + name);
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void timeChanceAndSleepComeFromBase() {
        var wrong = new ArrayList<String>();
        for (Sources.JavaFile file : Sources.production()) {
            if (file.module().equals("base") || TOOLS.contains(file.module())) continue;
            String text = file.text();
            for (String call : BANNED_CALLS) if (text.contains(call)) wrong.add(file + " uses " + call);
        }
        assertThat(wrong).isEmpty();
    }
}
