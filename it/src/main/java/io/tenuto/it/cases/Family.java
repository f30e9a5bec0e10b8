package io.tenuto.it.cases;

import java.util.List;

/// All cases of one shape.
interface Family {
    /// The name: that of the file without its ending.
    String name();

    /// Runs a case; what went wrong, empty if nothing.
    List<String> run(Case testCase);

    /// Why a case that went wrong is right all the same: a deliberate difference that docs/traceql-differences.md
    /// names;
    /// "" if there is none.
    default String difference(Case testCase) {
        return "";
    }
}
