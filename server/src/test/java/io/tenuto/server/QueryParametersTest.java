package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lists.TestSpan;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What parameters of the query API are refused, with which status and text. Now is second 100,000 of 1970.
@Timeout(60)
final class QueryParametersTest {
    private static final LocalServer SERVER = new LocalServer(
            List.of(List.of(
                    TestSpan.of(99_990, 1, 0).with(AttributeScope.SPAN, "key", new Static.Text("old")),
                    TestSpan.of(99_950, 1, 0).with(AttributeScope.SPAN, "key", new Static.Text("older")))),
            ServerConfig.Tenancy.SINGLE);
    private static final String RATE = "q=%7B%7D%7Crate()";

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=0                | invalid limit: must be a positive number
            limit=-1               | invalid limit: strconv.ParseUint: parsing "-1": invalid syntax
            limit=x                | invalid limit: strconv.ParseUint: parsing "x": invalid syntax
            limit=4294967296       | invalid limit: strconv.ParseUint: parsing "4294967296": value out of range
            limit=262145           | limit 262145 exceeds max limit 262144
            spss=101               | spans per span set exceeds 100. received 101
            spss=1.5               | invalid spss: strconv.ParseUint: parsing "1.5": invalid syntax
            start=5                | http parameter start must be before end. received start=5 end=0
            end=5                  | error parsing date range: only one of start and end provided: must provide both or neither
            start=9&end=9          | http parameter start must be before end. received start=9 end=9
            since=x                | error parsing date range: could not parse 'since' parameter: not a valid duration string: "x"
            since=1x               | error parsing date range: could not parse 'since' parameter: unknown unit "x" in duration "1x"
            since=1.5h             | error parsing date range: could not parse 'since' parameter: unknown unit "." in duration "1.5h"
            since=30m1h            | error parsing date range: could not parse 'since' parameter: not a valid duration string: "30m1h"
            since=5                | error parsing date range: could not parse 'since' parameter: not a valid duration string: "5"
            since=999999999y       | error parsing date range: could not parse 'since' parameter: duration out of range
            since=8d               | range specified by start and end exceeds 168h0m0s. received start=-591230 end=99970
            q=%7B                  | invalid TraceQL query: parse error at line 1, col 2: syntax error: unexpected $end
            q=%7B%7D&tags=a%3Db    | invalid request: can't specify tags and q in the same query
            tags=a%3Db%20a%3Dc     | invalid tags: tag a has been set twice
            tags=a%3Db%3Dc         | invalid tags: unexpected '=' at pos 4
            tags=%C3%A9%3Db%22     | invalid tags: unexpected '"' at pos 5
            tags=%22a%22%3Db       | invalid tags: unexpected '"' at pos 1
            tags=%3Db              | invalid tags: unexpected '=' at pos 1
            tags=a%3D%22b          | invalid tags: unterminated quoted value at pos 5
            tags=a%3D%22%5Cx%22    | invalid tags: invalid quoted value at pos 7
            maxDuration=1s&minDuration=1s | invalid maxDuration: must be greater than minDuration
            maxDuration=1s&minDuration=2s | invalid maxDuration: must be greater than minDuration
            minDuration=x          | invalid minDuration: time: invalid duration "x"
            q=(%7B%7D%7Crate())/(%7B%7D%7Crate()) | math expressions not supported
            q=(%7B%7D%7Crate())*2  | math expressions not supported
            """)
    void searchesAreRefused(String parameters, String text) {
        assertThat(SERVER.answer("/api/search?" + parameters)).isEqualTo("400 " + text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            q=%7B%7D                       | not a metrics query
            q=                             | parse error : syntax error: unexpected $end
            q=%7B%7D%7Crate()&start=9&end=5 | end must be greater than start
            q=%7B%7D%7Crate()&start=x      | rpc error: code = Code(400) desc = could not parse 'start' parameter: strconv.ParseInt: parsing "x": invalid syntax
            q=%7B%7D%7Crate()&step=x       | rpc error: code = Code(400) desc = cannot parse "x" to a valid duration
            q=%7B%7D%7Crate()&start=99999999999999999999 | rpc error: code = Code(400) desc = could not parse 'start' parameter: strconv.ParseInt: parsing "99999999999999999999": value out of range
            q=%7B%7D%7Crate()&start=2023-11-14T22:13Z | rpc error: code = Code(400) desc = could not parse 'start' parameter: strconv.ParseInt: parsing "2023-11-14T22:13Z": invalid syntax
            q=%7B%7D%7Crate()&since=1x     | rpc error: code = Code(400) desc = could not parse 'since' parameter: unknown unit "x" in duration "1x"
            q=%7B%7D%7Crate()&step=1d      | rpc error: code = Code(400) desc = cannot parse "1d" to a valid duration
            q=%7B%7D%7Crate()&step=1e30    | rpc error: code = Code(400) desc = cannot parse "1e30" to a valid duration. It overflows int64
            q=%7B%7D%7Crate()&step=-1s     | rpc error: code = Code(400) desc = cannot parse "-1s": step must be positive
            q=%7B%7D%7Crate()&step=1ms&start=1&end=80000 | step of 1ms is too small, minimum step for given range is 8s
            q=%7B%7D%7Crate()&start=1&end=99999 | metrics query time range exceeds the maximum allowed duration of 24h0m0s
            q=%7B%7D%7Crate()&start=200000&end=300000 | query window falls entirely within query_end_cutoff
            """)
    void metricsOverARangeAreRefused(String parameters, String text) {
        assertThat(SERVER.answer("/api/metrics/query_range?" + parameters)).isEqualTo("400 " + text);
    }

    @Test
    void theInstantQueryNamesItsCompiler() {
        assertThat(SERVER.answer("/api/metrics/query?q="))
                .isEqualTo("400 compiling query: parse error : syntax error: unexpected $end");
        assertThat(SERVER.answer("/api/metrics/query?q=%7B%7D")).isEqualTo("400 not a metrics query");
        assertThat(SERVER.answer("/api/metrics/query?start=99900&end=99995&" + RATE))
                .startsWith("200 {\"series\":[");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            search/tags?scope=x            | invalid scope: x
            v2/search/tags?scope=x         | invalid scope: x
            v2/search/tags?start=5         | error parsing date range: only one of start and end provided: must provide both or neither
            v2/search/tags?start=x&end=5   | error parsing date range: could not parse 'start' parameter: strconv.ParseInt: parsing "x": invalid syntax
            v2/search/tags?start=1&end=2147483648 | error parsing date range: could not parse 'end' parameter: strconv.ParseInt: parsing "2147483648": value out of range
            v2/search/tags?start=9000&end=5 | range specified by start and end exceeds 168h0m0s. received start=9000 end=5
            search/tag/a/values?limit=x    | invalid limit: strconv.ParseUint: parsing "x": invalid syntax
            """)
    void tagsAreRefused(String path, String text) {
        assertThat(SERVER.answer("/api/" + path)).isEqualTo("400 " + text);
    }

    @Test
    void aLimitOfNamesThatIsNoNumberIsIgnored() {
        assertThat(SERVER.answer("/api/v2/search/tags?limit=x")).startsWith("200 {\"scopes\":[");
    }

    @Test
    void aNameWithoutScopeIsRefusedByTheSecondVersionOnly() {
        assertThat(SERVER.answer("/api/v2/search/tag/key/values")).startsWith("400 please provide a valid tagName: ");
        assertThat(SERVER.answer("/api/search/tag/key/values?start=1&end=99999"))
                .contains("\"tagValues\":[\"old\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            traces/xyz              | trace IDs can only contain hex characters: invalid character 'x' at position 1
            v2/traces/1%F0%9F%98%80 | trace IDs can only contain hex characters: invalid character '😀' at position 2
            traces/%EF%BC%91        | trace IDs can only contain hex characters: invalid character '１' at position 1
            v2/traces/111111111111111111111111111111111 | trace IDs can't be larger than 128 bits
            traces/1?start=9&end=5  | http parameter start must be before end. received start=9 end=5
            traces/1?start=x        | invalid start: strconv.ParseInt: parsing "x": invalid syntax
            traces/1?mode=x         | invalid value for mode x
            traces/1?blockStart=1   | invalid value for blockstart: invalid UUID length: 1
            traces/1?blockEnd=urn:uuix:00000000-0000-0000-0000-000000000000 | invalid value for blockEnd: invalid urn prefix: "urn:uuix:"
            traces/1?blockEnd=000000000000-0000-0000-0000-00000000 | invalid value for blockEnd: invalid UUID format
            v2/traces/1?q=%7B%7D&match_depth=99999999999999999999 | invalid value for match_depth: strconv.Atoi: parsing "99999999999999999999": value out of range
            v2/traces/1?q=%7B%7D&match_depth=-2 | invalid value for match_depth: must be >= -1
            v2/traces/1?q=%7B%7D&match_depth=a  | invalid value for match_depth: strconv.Atoi: parsing "a": invalid syntax
            """)
    void lookupsAreRefused(String path, String text) {
        assertThat(SERVER.answer("/api/" + path)).isEqualTo("400 " + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search?maxDuration=0s",
                "search?since=0",
                "search?tags=a%20b%3D%20c%3D%22d%5C%22%22e",
                "metrics/query_range?q=%7B%7D%7Crate()&since=1d&step=1h",
                "v2/traces/1?q=%7B%7D&match_depth=99999999999",
                "traces/7000000000001866e?blockStart=urn:uuid:00000000-0000-0000-0000-000000000000",
                "traces/7000000000001866e?blockEnd=ffffffffffffffffffffffffffffffff"
            })
    void unusualSpellingsAreTaken(String path) {
        assertThat(SERVER.answer("/api/" + path)).startsWith("200 {");
    }

    @Test
    void aTraceThatIsNotThereIsNothingOfTheFirstVersionAndAnEmptyOneOfTheSecond() {
        assertThat(SERVER.answer("/api/traces/1")).isEqualTo("404 ");
        assertThat(SERVER.answer("/api/v2/traces/1")).isEqualTo("200 {\"trace\":{},\"metrics\":{}}");
    }

    @Test
    void anEmptyParameterIsAbsent() {
        assertThat(SERVER.answer("/api/search?q=%7B%7D&limit=&spss=&start=&end="))
                .startsWith("200 {\"traces\":[{");
    }

    @Test
    void aSearchWithoutRangeSeesTheLastMinutesUpToTheCutoff() {
        assertThat(SERVER.answer("/api/search?q=%7B%7D"))
                .contains("\"traceID\":\"7000000000001866e\"")
                .doesNotContain("\"traceID\":\"70000000000018696\"");
    }
}
