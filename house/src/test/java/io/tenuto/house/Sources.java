package io.tenuto.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The repository's Java sources.
final class Sources {
    private Sources() {}

    /// One source file: its module's folder name and its place below the repository.
    record JavaFile(String module, Path path, boolean isTest) {
        String text() {
            try {
                return Files.readString(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> imports() {
            return text().lines()
                    .filter(line -> line.startsWith("import "))
                    .map(line -> line.replaceFirst("^import (static )?", "")
                            .replace(";", "")
                            .strip())
                    .toList();
        }

        String packageName() {
            return text().lines()
                    .filter(line -> line.startsWith("package "))
                    .findFirst()
                    .map(line ->
                            line.substring("package ".length()).replace(";", "").strip())
                    .orElse("");
        }

        @Override
        public String toString() {
            return root().relativize(path).toString();
        }
    }

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isRegularFile(here.resolve("house/pom.xml"))) here = here.getParent();
        if (here == null) throw new IllegalStateException("not inside the repository");
        return here;
    }

    static List<JavaFile> all() {
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !root.relativize(path).toString().contains("target/"))
                    .map(path -> fileOf(root, path))
                    .sorted((a, b) -> a.path().compareTo(b.path()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The sources of the modules. A one-file program that `java` runs from source, as the packaging's, has no module
    /// and no package; only the rules of [#all()] hold for it.
    static List<JavaFile> production() {
        return all().stream()
                .filter(file -> !file.isTest() && file.toString().contains("/src/"))
                .toList();
    }

    private static JavaFile fileOf(Path root, Path path) {
        Path relative = root.relativize(path);
        String text = relative.toString();
        String module = text.contains("/src/")
                ? text.substring(0, text.indexOf("/src/"))
                : relative.getName(0).toString();
        return new JavaFile(module, path, text.contains("/src/test/"));
    }
}
