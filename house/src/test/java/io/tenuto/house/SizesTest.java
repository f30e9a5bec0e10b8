package io.tenuto.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Files end before 800 lines, methods before 70, and every package says that nothing in it is null.
final class SizesTest {
    private static final int FILE_LINES_MAX = 800;
    private static final int METHOD_LINES_MAX = 70;

    @Test
    void filesStayShort() {
        var wrong = new ArrayList<String>();
        for (Sources.JavaFile file : Sources.all()) {
            long lines = file.text().lines().count();
            if (lines > FILE_LINES_MAX) wrong.add(file + ": " + lines + " lines");
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void methodsFitOnAScreen() throws IOException {
        var wrong = new ArrayList<String>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> paths =
                Sources.production().stream().map(Sources.JavaFile::path).toList();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(paths);
            var task = (JavacTask) compiler.getTask(null, files, diagnostic -> {}, List.of("-proc:none"), null, units);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) new MethodLengths(unit, positions, wrong).scan(unit, null);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        var wrong = new ArrayList<String>();
        for (Sources.JavaFile file : Sources.production()) {
            Path info = file.path().resolveSibling("package-info.java");
            boolean marked = Files.isRegularFile(info)
                    && new Sources.JavaFile(file.module(), info, false).text().contains("@NullMarked");
            if (!marked && !file.packageName().startsWith("org.apache.parquet")) wrong.add(file.toString());
        }
        assertThat(wrong)
                .as("files in packages without @NullMarked package-info")
                .isEmpty();
    }

    private static final class MethodLengths extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> wrong;

        MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> wrong) {
            this.unit = unit;
            this.positions = positions;
            this.wrong = wrong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            LineMap lines = unit.getLineMap();
            long start = positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            if (start >= 0 && end >= 0) {
                long length = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
                if (length > METHOD_LINES_MAX) {
                    wrong.add(Path.of(unit.getSourceFile().getName()).getFileName() + "#" + method.getName() + ": "
                            + length);
                }
            }
            return super.visitMethod(method, nothing);
        }
    }
}
