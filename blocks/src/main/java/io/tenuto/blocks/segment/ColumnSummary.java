package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import java.util.List;
import java.util.Optional;

/// What can be told of a column's values without looking at each. Never denies a value that is there. Safe for many
/// threads.
interface ColumnSummary {
    ColumnType type();

    /// How many values.
    int count();

    /// Whether a number may lie within the bounds, both inclusive; true of columns that hold none.
    boolean mayReach(double min, double max);

    /// Whether one of the texts may occur; true of columns that hold none, and where asking would take too long.
    boolean mayHold(List<ByteSlice> texts);

    /// All texts, if they are at most `sizeMax` and not large; empty of columns that hold none.
    Optional<Dictionary> texts(int sizeMax);

    /// All texts, of STRING alone; one may stand there several times.
    Dictionary texts();

    /// The distinct numbers, doubles as their bits, if they are not too many.
    Optional<long[]> distinctNumbers();
}
