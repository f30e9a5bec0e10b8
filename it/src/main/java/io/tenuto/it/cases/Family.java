package io.tenuto.it.cases;

import java.util.List;

/// All cases of one shape.
interface Family {
    /// The name: that of the file without its ending.
    String name();

    /// Runs a case; what went wrong, empty if nothing.
    List<String> run(Case testCase);
}
