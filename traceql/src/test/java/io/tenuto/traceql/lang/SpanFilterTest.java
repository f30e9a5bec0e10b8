package io.tenuto.traceql.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanFilterTest {
    @ParameterizedTest
    @ValueSource(strings = {"{ .x = 1 }", "{ event:name = \"boom\" || link.a }", "{ }", "{ span:parentID = \"\" }"})
    void filtersOnOneSpanPass(String text) {
        assertThat(TraceQl.parseSpanFilter(text)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        { } > { };             only a single TraceQL filter is supported: got a structural or aggregate query
        { } | by(.x) | { .y }; only a single TraceQL filter is supported: got 3 pipeline elements
        { } | rate();          only a single TraceQL filter is supported: got a metrics query
        { !(rootName = "x") }; intrinsic is not supported by this filter: "rootName"
        """)
    void anythingAroundTheSpanIsRefused(String text, String message) {
        assertThatThrownBy(() -> TraceQl.parseSpanFilter(text)).hasMessage("invalid TraceQL filter: " + message);
    }
}
