package io.tenuto.traceql.source;

/// Rows that a scan left out because something that was known of them contradicts a condition: unread, though those of
/// blocks in other formats may have been decoded.
///
/// @param condition the condition that none of the rows can satisfy
/// @param statistic what told so
/// @param rows how many rows
public record PrunedRows(PruneCondition condition, Statistic statistic, long rows) {
    /// What a source knows of rows without reading them, the cheapest first.
    public enum Statistic {
        /// Which resources and instrumentation scopes the rows have.
        RESOURCES("resources and scopes that occur"),
        /// Which keys occur, and with values of which types.
        KEYS("keys that occur"),
        /// The least and the greatest value.
        BOUNDS("least and greatest values"),
        /// A filter that holds all values and knows surely what is not among them.
        FILTER("membership filters"),
        /// The distinct values.
        DICTIONARY("dictionaries");

        private final String text;

        Statistic(String text) {
            this.text = text;
        }

        /// Its name for people.
        public String text() {
            return text;
        }
    }
}
