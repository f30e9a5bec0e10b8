package io.tenuto.it.cases;

import java.util.List;

/// The families that are run, in the order of their run.
///
/// Not run, because they describe the inside of another implementation: fetch-conditions and lexer.
final class Families {
    private Families() {}

    static List<Family> all(CaseFiles files) {
        return List.of(
                new ParseValid(),
                new ParseInvalid(),
                new Identifiers(),
                new LenientParsing(),
                new SpanFilterCheck(),
                new StaticOperations());
    }
}
