/// Runs recorded cases of the query language, whatever folder they lie in.
///
/// Open [io.tenuto.it.cases.CasesMain] first. A family is a file of cases of one shape; each case says what goes in and
/// what must come out. Deliberate differences stand in docs/traceql-differences.md.
@NullMarked
package io.tenuto.it.cases;

import org.jspecify.annotations.NullMarked;
