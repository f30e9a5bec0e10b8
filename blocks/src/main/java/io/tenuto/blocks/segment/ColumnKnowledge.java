package io.tenuto.blocks.segment;

/// What is kept of a column besides its values. Filter and set are shared by all views of a growing column.
///
/// @param range of INT, DOUBLE and BOOLEAN; of others everything
/// @param filter of STRING; of others one that denies nothing
/// @param distinct of INT, DOUBLE and BOOLEAN; others have none
record ColumnKnowledge(NumberRange range, TextFilter filter, DistinctNumbers distinct) {
    static final ColumnKnowledge NONE = new ColumnKnowledge(NumberRange.ALL, TextFilter.NONE, DistinctNumbers.NOT_KEPT);
}
