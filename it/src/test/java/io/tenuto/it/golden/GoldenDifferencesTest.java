package io.tenuto.it.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GoldenDifferencesTest {
    private static final String FILTERED =
            "{\"path\":\"/api/v2/search/tags\",\"params\":{\"q\":\"{ name = \\\"a\\\" }\"}}";
    private static final String PLAIN = "{\"path\":\"/api/v2/search/tags\",\"params\":{}}";
    private static final String RECORDED = "{\"scopes\":[{\"name\":\"span\",\"tags\":[\"a\",\"kv\",\"none\"]}]}";

    private final GoldenDifferences differences = differences();

    private static GoldenDifferences differences() {
        OtlpValues values = new OtlpValues();
        values.add(Trees.JSON.readTree("""
            {"resource": {"attributes": [{"key": "both", "value": {"bytesValue": "AA=="}}]},
             "attributes": [
              {"key": "a", "value": {"stringValue": ""}},
              {"key": "both", "value": {"arrayValue": {"values": [{"intValue": "1"}, {"intValue": "2"}]}}},
              {"key": "empty", "value": {"arrayValue": {}}},
              {"key": "mixed", "value": {"arrayValue": {"values": [{"intValue": "1"}, {"stringValue": ""}]}}},
              {"key": "kv", "value": {"kvlistValue": {}}},
              {"key": "none"}]}
            """));
        assertThat(values.neverComparable()).containsExactly("empty", "kv", "mixed", "none");
        return new GoldenDifferences(Set.of(), values.neverComparable(), false, false);
    }

    private boolean isAllowed(String entry, String recorded, String answered, Rule rule) {
        var comparison = new Comparison(Set.of(rule), Set.of(), false);
        String difference = comparison.difference(Trees.JSON.readTree(recorded), Trees.JSON.readTree(answered));
        assertThat(difference).isNotEmpty();
        return differences
                .reason(new Entry("x", Trees.JSON.readTree(entry)), difference)
                .isPresent();
    }

    private boolean isAllowed(String entry, String tags) {
        String answered = "{\"scopes\":[{\"name\":\"span\",\"tags\":" + tags + "}]}";
        return isAllowed(entry, RECORDED, answered, Rule.RECORDED_IS_SUBSET);
    }

    @Test
    void namesThatCannotBeComparedMayBeMissingUnderAFilterOnly() {
        assertThat(isAllowed(FILTERED, "[\"a\",\"b\"]")).isTrue();
        assertThat(isAllowed(FILTERED, "[\"b\",\"none\"]")).as("a is missing").isFalse();
        assertThat(isAllowed(FILTERED, "[]")).as("a is missing too").isFalse();
        assertThat(isAllowed(PLAIN, "[\"a\"]")).as("without a filter").isFalse();
    }

    @Test
    void tracesMayBeFoundByIdentifiersWithLeadingZeros() {
        String none = "{\"traces\":[]}";
        String one = "{\"traces\":[{\"traceID\":\"1\"}]}";
        String zeros = "{\"path\":\"/api/search\",\"params\":{\"q\":\"{ span:id = \\\"00a3\\\" }\"}}";
        assertThat(isAllowed(zeros, none, one, Rule.IGNORE_METRICS)).isTrue();
        assertThat(isAllowed(zeros, one, none, Rule.IGNORE_METRICS)).isFalse();
        assertThat(isAllowed(zeros.replace("00a3", "a3"), none, one, Rule.IGNORE_METRICS))
                .isFalse();
    }
}
