package io.tenuto.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.client.Answers;
import io.tenuto.model.TraceId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Metrics on the page: lines, heatmap, compared attributes, tables, and how values are read from them.
@Tag("browser")
final class MetricsPageTest {
    private static Site site;
    private static List<TraceId> traces;
    private BrowserPage page;

    @BeforeAll
    static void openSite(@TempDir Path folder) throws Exception {
        site = Site.open(folder, "");
        traces = site.sendPurchases();
    }

    @AfterAll
    static void closeSite() {
        site.close();
    }

    @BeforeEach
    void openPage() {
        page = site.browser.newPage(1280, 800);
    }

    @AfterEach
    void nothingWentWrong() {
        List<String> problems = page.problems();
        page.close();
        assertThat(problems).as("what the browser complained of").isEmpty();
    }

    private void show(String query, String more) {
        page.open(site.uri("/#/search?q=" + Answers.encode(query) + "&range=3600" + more));
    }

    @Test
    void seriesAreLinesWithALegendOfFigures() {
        show("{ } | count_over_time() by (resource.service.name)", "");
        page.awaitTrue("document.querySelectorAll('svg.chart .line').length === 3");
        assertThat(page.text(".legend")).contains("resource.service.name=\"payment\"", "mean", "last");
        page.hover(".chartbox");
        page.awaitTrue("!document.querySelector('.readout').hidden");
        page.look("lines");
        page.click(".legend button");
        page.awaitTrue("document.querySelectorAll('svg.chart .line').length === 2");
    }

    @Test
    void valuesAreReadByArrowKeys() {
        show("{ } | avg_over_time(duration) by (resource.service.name)", "");
        page.awaitTrue("document.querySelectorAll('svg.chart .line').length === 3");
        page.evaluate("document.querySelector('.chartbox').focus()");
        page.press("End");
        page.awaitTrue("document.querySelector('.readout strong').innerText.length > 5");
        String last = page.text(".readout strong");
        page.press("ArrowLeft");
        page.awaitTrue("document.querySelector('.readout strong').innerText !== " + BrowserPage.quoted(last));
        assertThat(page.text(".readout")).containsAnyOf(" ms", " s");
    }

    @Test
    void aMarkedRangeIsZoomedInto() {
        show("{ } | rate()", "");
        page.awaitTrue("document.querySelector('svg.chart .line')");
        page.drag(".chartbox", 0.6, 0.8);
        page.awaitTrue("location.hash.includes('start=')");
        page.awaitTrue("document.querySelector('svg.chart .line')");
        assertThat(page.evaluate("document.getElementById('range').value").asString())
                .isEqualTo("custom");
        assertThat(page.evaluate("const p = new URLSearchParams(location.hash.split('?')[1]); p.get('end') -"
                                + " p.get('start')")
                        .asInt())
                .isBetween(500, 1000);
    }

    @Test
    void aHistogramIsAHeatmap() {
        show("{ } | histogram_over_time(duration)", "");
        // A canvas has its size before anything is painted.
        page.awaitTrue(
                "(() => { const c = document.querySelector('canvas.heat'); if (!c?.width) return false; const d ="
                        + " c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
                        + " for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n > 100; })()");
        page.evaluate("document.querySelector('.chartbox').focus()");
        page.press("End");
        for (int i = 0; i < 40 && page.count(".readout div") == 0; i++) page.press("ArrowLeft");
        assertThat(page.text(".readout")).contains(" to ");
        page.look("heatmap");
    }

    @Test
    void theWholeRangeIsATable() {
        show("{ } | count_over_time() by (resource.service.name)", "");
        page.awaitTrue("document.querySelectorAll('.tabs a').length === 3");
        page.click(".tabs a:nth-child(2)");
        // The figures of the lines before are a table of three rows too.
        page.awaitTrue("document.querySelector('tbody tr')?.innerText.includes('" + 3 * Site.PURCHASES + "')");
        assertThat(page.count("tbody tr")).isEqualTo(3);
        assertThat(page.text("tbody tr")).contains("checkout");
        page.look("instant");
    }

    @Test
    void exemplarsLeadToTheirTraces() {
        page.pretendAnswer(
                "/api/metrics/query_range", exemplarAnswer(traces.get(3).toHex()));
        show("{ } | max_over_time(duration)", "");
        page.awaitTrue("document.querySelector('svg.chart a .exemplar')");
        page.look("exemplars");
        page.evaluate("document.querySelector('svg.chart a').focus()");
        page.press("Enter");
        page.awaitTrue("document.querySelectorAll('.rows .bar.failed').length === 2");
        assertThat(page.evaluate("location.hash").asString())
                .contains(traces.get(3).toHex());
        page.awaitText(".span.chosen", "Charge");
    }

    private static String exemplarAnswer(String trace) {
        return """
            {"series":[{"labels":[{"key":"__name__","value":{"stringValue":"max_over_time"}}],
              "samples":[{"timestampMs":"1732896060000","value":0.3},{"timestampMs":"1732896120000","value":0.5},
                {"timestampMs":"1732896180000","value":0.4}],
              "exemplars":[{"labels":[{"key":"trace:id","value":{"stringValue":"%s"}},
                {"key":"span:id","value":{"stringValue":"00ff000000000005"}},{"key":"name","value":{"stringValue":"Charge"}}],
                "value":0.44,"timestampMs":"1732896101735"}]}],"metrics":{}}
            """.formatted(trace);
    }

    @Test
    void compareRanksAttributesByTheirDifference() {
        page.pretendAnswer("/api/metrics/query_range", COMPARISON);
        show("{ } | compare({ status = error })", "");
        page.awaitTrue("document.querySelectorAll('.compare section').length === 2");
        page.look("compare");
        assertThat(page.text(".compare section h2"))
                .startsWith("span.payment.method")
                .contains("70 % apart");
        assertThat(page.text(".compare tbody tr")).contains("\"card\"", "90 %", "20 %");
        page.click(".compare tbody a");
        page.awaitTrue("document.querySelectorAll('table.results tbody tr').length === " + Site.PURCHASES);
    }

    /// Ten chosen spans, nine paid by card; a hundred others, twenty by card.
    private static final String COMPARISON = """
        {"series":[
          {"labels":[{"key":"__meta_type","value":{"stringValue":"selection"}},{"key":"span.payment.method","value":{"stringValue":"card"}}],
            "samples":[{"timestampMs":"1732896060000","value":4},{"timestampMs":"1732896120000","value":5}]},
          {"labels":[{"key":"__meta_type","value":{"stringValue":"baseline"}},{"key":"span.payment.method","value":{"stringValue":"card"}}],
            "samples":[{"timestampMs":"1732896060000","value":20}]},
          {"labels":[{"key":"__meta_type","value":{"stringValue":"baseline"}},{"key":"span.payment.method","value":{"stringValue":"cash"}}],
            "samples":[{"timestampMs":"1732896060000","value":60}]},
          {"labels":[{"key":"__meta_type","value":{"stringValue":"selection_total"}},{"key":"span.payment.method","value":{"stringValue":"nil"}}],
            "samples":[{"timestampMs":"1732896060000","value":9}]},
          {"labels":[{"key":"__meta_type","value":{"stringValue":"baseline_total"}},{"key":"span.payment.method","value":{"stringValue":"nil"}}],
            "samples":[{"timestampMs":"1732896060000","value":80}]},
          {"labels":[{"key":"__meta_type","value":{"stringValue":"selection"}},{"key":"kind","value":{"stringValue":"server"}}],
            "samples":[{"timestampMs":"1732896060000","value":10}]},
          {"labels":[{"key":"__meta_type","value":{"stringValue":"baseline"}},{"key":"kind","value":{"stringValue":"server"}}],
            "samples":[{"timestampMs":"1732896060000","value":50}]},
          {"labels":[{"key":"__meta_type","value":{"stringValue":"selection_total"}},{"key":"kind","value":{"stringValue":"nil"}}],
            "samples":[{"timestampMs":"1732896060000","value":10}]},
          {"labels":[{"key":"__meta_type","value":{"stringValue":"baseline_total"}},{"key":"kind","value":{"stringValue":"nil"}}],
            "samples":[{"timestampMs":"1732896060000","value":100}]}],
         "metrics":{}}
        """;
}
