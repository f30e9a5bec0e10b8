package io.tenuto.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A module imports only what its row of docs/ARCHITECTURE.md names, and what those import.
final class ModuleArrowsTest {
    /// Direct arrows. `*` may import everything.
    private static final Map<String, List<String>> ARROWS = arrows();

    private static final Map<String, String> ROOT_PACKAGES = rootPackages();

    private static Map<String, List<String>> arrows() {
        var arrows = new LinkedHashMap<String, List<String>>();
        arrows.put("base", List.of());
        arrows.put("model", List.of("base"));
        arrows.put("wire", List.of("model"));
        arrows.put("traceql", List.of("model"));
        arrows.put("parquet", List.of("base"));
        arrows.put("spanlog", List.of("model"));
        arrows.put("spanlog-kafka", List.of("spanlog"));
        arrows.put("objectstore", List.of("base"));
        arrows.put("blocks", List.of("parquet", "objectstore", "traceql", "wire"));
        arrows.put("components", List.of("blocks", "spanlog"));
        arrows.put("ui", List.of());
        arrows.put("server", List.of("components", "ui"));
        arrows.put("app", List.of("*"));
        arrows.put("bench", List.of("*"));
        arrows.put("it", List.of("*"));
        arrows.put("house", List.of());
        return arrows;
    }

    private static Map<String, String> rootPackages() {
        var packages = new LinkedHashMap<String, String>();
        ARROWS.keySet().forEach(module -> packages.put(module, "io.tenuto." + module.replace('-', '.')));
        return packages;
    }

    @Test
    void everyModuleHasARowAndKeepsToItsRootPackage() {
        var wrong = new ArrayList<String>();
        for (Sources.JavaFile file : Sources.production()) {
            String root = ROOT_PACKAGES.get(file.module());
            boolean known = root != null;
            boolean inside = known && (file.packageName() + ".").startsWith(root + ".");
            boolean bridge =
                    file.module().equals("parquet") && file.packageName().startsWith("org.apache.parquet");
            if (!inside && !bridge) wrong.add(file + ": package " + file.packageName());
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void modulesImportOnlyWhatTheirRowAllows() {
        var wrong = new ArrayList<String>();
        for (Sources.JavaFile file : Sources.production()) {
            Set<String> allowed = reachable(file.module());
            if (allowed.contains("*")) continue;
            for (String name : file.imports()) {
                String owner = ownerOf(name);
                if (!owner.isEmpty() && !owner.equals(file.module()) && !allowed.contains(owner)) {
                    wrong.add(file + " imports " + name);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void componentPackagesMeetOnlyInRpc() {
        var wrong = new ArrayList<String>();
        String prefix = "io.tenuto.components.";
        for (Sources.JavaFile file : Sources.production()) {
            if (!file.module().equals("components")) continue;
            String own = componentOf(file.packageName() + ".", prefix);
            for (String name : file.imports()) {
                String other = componentOf(name, prefix);
                if (!other.isEmpty() && !other.equals(own) && !other.equals("rpc"))
                    wrong.add(file + " imports " + name);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String componentOf(String name, String prefix) {
        if (!name.startsWith(prefix)) return "";
        String rest = name.substring(prefix.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? "" : rest.substring(0, dot);
    }

    private static String ownerOf(String name) {
        String best = "";
        for (Map.Entry<String, String> entry : ROOT_PACKAGES.entrySet()) {
            String root = entry.getValue();
            boolean longer =
                    best.isEmpty() || root.length() > ROOT_PACKAGES.get(best).length();
            if (name.startsWith(root + ".") && longer) best = entry.getKey();
        }
        return best;
    }

    private static Set<String> reachable(String module) {
        var seen = new HashSet<String>();
        var open = new ArrayList<>(ARROWS.getOrDefault(module, List.of()));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (seen.add(next)) open.addAll(ARROWS.getOrDefault(next, List.of()));
        }
        return seen;
    }
}
