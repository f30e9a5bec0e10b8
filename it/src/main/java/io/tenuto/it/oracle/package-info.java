/// The slow and obvious meaning of searches, written without a look at the engine, to compare the engine with.
///
/// Open [io.tenuto.it.oracle.NaiveSearch] first. Works on OTLP messages; knows no columns, no plan and no pruning.
@NullMarked
package io.tenuto.it.oracle;

import org.jspecify.annotations.NullMarked;
