package io.tenuto.it.cases;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The folder with the case files.
final class CaseFiles {
    private static final int CODE_POINTS_MAX = 200_000_000;

    private final Path folder;

    CaseFiles(Path folder) {
        this.folder = folder;
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    /// The entries under the file's one top-level list.
    @SuppressWarnings("unchecked")
    List<Case> read(String name, String list) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(CODE_POINTS_MAX)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .build();
        try (Reader reader = Files.newBufferedReader(file(name))) {
            Case root = new Case((Map<String, Object>) new Load(settings).loadFromReader(reader));
            List<Case> cases = new ArrayList<>();
            for (Object entry : root.list(list)) cases.add(new Case((Map<String, Object>) entry));
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".yaml");
    }
}
