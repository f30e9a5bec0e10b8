package io.tenuto.it.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void attributesMayStandInAnyOrderButValuesCount() {
        String recorded = "{\"attributes\":[{\"key\":\"a\"},{\"key\":\"b\"}],\"list\":[1,2]}";
        assertThat(difference(
                        recorded, "{\"list\":[1,2],\"attributes\":[{\"key\":\"b\"},{\"key\":\"a\"}]}", Rule.EXACT))
                .isEmpty();
        assertThat(difference(
                        recorded, "{\"list\":[2,1],\"attributes\":[{\"key\":\"b\"},{\"key\":\"a\"}]}", Rule.EXACT))
                .isEqualTo(".list[0]: expected 1, got 2" + Comparison.MORE);
    }

    @Test
    void metricsAreIgnoredButMustBeThere() {
        String recorded = "{\"traces\":[],\"metrics\":{\"bytes\":5}}";
        assertThat(difference(recorded, "{\"traces\":[],\"metrics\":{\"bytes\":6}}", Rule.IGNORE_METRICS))
                .isEmpty();
        assertThat(difference(recorded, "{\"traces\":[]}", Rule.IGNORE_METRICS)).isNotEmpty();
    }

    @Test
    void splitTracesAreOnlyCountedAsPresent() {
        String recorded = "{\"traces\":[{\"traceID\":\"1\",\"durationMs\":5},{\"traceID\":\"2\",\"durationMs\":5}]}";
        String answer = "{\"traces\":[{\"traceID\":\"2\",\"durationMs\":5},{\"traceID\":\"1\",\"durationMs\":7}]}";
        assertThat(difference(recorded, answer, Rule.SPLIT_TRACES_BY_ID_ONLY)).isEmpty();
        assertThat(difference(
                        recorded, "{\"traces\":[{\"traceID\":\"2\",\"durationMs\":5}]}", Rule.SPLIT_TRACES_BY_ID_ONLY))
                .isNotEmpty();
    }

    @Test
    void anySpansAreRightWhenMoreMatched() {
        String recorded = "{\"traces\":[{\"spanSets\":[{\"matched\":2,\"spans\":[{\"spanID\":\"a\"}]}]}]}";
        String answer = "{\"traces\":[{\"spanSets\":[{\"matched\":2,\"spans\":[{\"spanID\":\"b\"}]}]}]}";
        assertThat(difference(recorded, answer, Rule.SPANS_ANY_SUBSET_OF_MATCHED))
                .isEmpty();
        assertThat(difference(recorded, answer, Rule.EXACT)).isNotEmpty();
    }

    @Test
    void aRecordedSubsetMayBeExceeded() {
        assertThat(difference("{\"tags\":[\"a\"]}", "{\"tags\":[\"b\",\"a\"]}", Rule.RECORDED_IS_SUBSET))
                .isEmpty();
        assertThat(difference("{\"tags\":[\"a\"]}", "{\"tags\":[\"b\"]}", Rule.RECORDED_IS_SUBSET))
                .isNotEmpty();
    }

    @Test
    void numbersMayDifferInTheLastDigits() {
        assertThat(difference("{\"v\":0.1}", "{\"v\":0.10000000000000002}", Rule.FLOAT_TOLERANCE))
                .isEmpty();
        assertThat(difference("{\"v\":0.1}", "{\"v\":0.1001}", Rule.FLOAT_TOLERANCE))
                .isNotEmpty();
    }

    @Test
    void rawTextKeepsFormAndOrderOfEverythingButAttributes() {
        assertThat(RawJson.comparable("{\"attributes\":[2,1],\"v\":1e+100,\"metrics\":{\"x\":1}}"))
                .isEqualTo(RawJson.comparable("{\"attributes\":[1,2],\"v\":1e+100,\"metrics\":{}}"))
                .isNotEqualTo(RawJson.comparable("{\"attributes\":[1,2],\"v\":1E100,\"metrics\":{}}"));
    }

    @Test
    void placesForTimesAreFilled() {
        Clockwork clockwork = new Clockwork(1_000_000);
        assertThat(clockwork.filled("{{T0+5}} {{T0ms+5}} %7B%7BT0ns%2B5%7D%7D"))
                .isEqualTo("999605 999600005 999600000000005");
    }

    private static String difference(String recorded, String answered, Rule rule) {
        return new Comparison(EnumSet.of(rule), Set.of("1"), false)
                .difference(Trees.JSON.readTree(recorded), Trees.JSON.readTree(answered));
    }
}
