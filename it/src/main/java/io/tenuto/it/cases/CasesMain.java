package io.tenuto.it.cases;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `cases DIR [FAMILY ...]`: runs the case files of a folder, lists what fails, ends with `N passed, N failed`.
public final class CasesMain {
    private final PrintStream out;
    private int passed;
    private int failed;
    private int different;

    private CasesMain(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (arguments.length == 0 || !Files.isDirectory(Path.of(arguments[0]))) {
            out.println("usage: cases DIR [FAMILY ...]   (DIR holds the case files)");
            System.exit(2);
        }
        int failures = run(Path.of(arguments[0]), Set.of(arguments), out);
        System.exit(failures == 0 ? 0 : 1);
    }

    /// Runs all families, or only those named among `names`. The number of failed cases.
    static int run(Path folder, Set<String> names, PrintStream out) {
        CasesMain run = new CasesMain(out);
        CaseFiles files = new CaseFiles(folder);
        List<Family> families = Families.all(files);
        boolean isSelected = families.stream().anyMatch(family -> names.contains(family.name()));
        for (Family family : families) {
            if (isSelected && !names.contains(family.name())) continue;
            if (files.has(family.name())) run.family(family, files);
        }
        if (run.different > 0) out.println(run.different + " differ by decision (docs/traceql-differences.md)");
        out.println(run.passed + " passed, " + run.failed + " failed");
        return run.failed;
    }

    private void family(Family family, CaseFiles files) {
        int passedBefore = passed;
        int failedBefore = failed;
        for (Case testCase : files.read(family.name(), "cases")) {
            List<String> problems = problems(family, testCase);
            String difference = problems.isEmpty() ? "" : family.difference(testCase);
            if (problems.isEmpty()) {
                passed++;
            } else if (!difference.isEmpty()) {
                different++;
                out.println("differs " + family.name() + " " + testCase.id() + ": " + difference);
            } else {
                failed++;
                out.println(family.name() + " " + testCase.id() + ": " + String.join("; ", problems));
            }
        }
        out.println("# " + family.name() + ": " + (passed - passedBefore) + " passed, " + (failed - failedBefore)
                + " failed");
    }

    private static List<String> problems(Family family, Case testCase) {
        try {
            return new ArrayList<>(family.run(testCase));
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] stack = e.getStackTrace();
            return List.of("threw " + e + (stack.length == 0 ? "" : " at " + stack[0]));
        }
    }
}
