package io.tenuto.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

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

/// A person finds a trace and reads it: query, completion, results, waterfall, side panel, links, keyboard.
@Tag("browser")
final class PageTest {
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

    private void search(String query) {
        page.open(site.uri("/"));
        page.click("#query");
        page.type(query);
        page.press("Escape");
        page.press("Enter");
    }

    private static String failedTrace() {
        return traces.get(3).toHex();
    }

    @Test
    void aSearchShowsItsTracesNewestFirst() {
        search("{ resource.service.name = \"payment\" }");
        page.awaitTrue("document.querySelectorAll('tbody tr').length === " + Site.PURCHASES);
        assertThat(page.evaluate("[...document.querySelectorAll('tbody tr a')].map(a => a.hash)").values().stream()
                        .map(hash -> hash.asString().replaceAll(".*/trace/|\\?.*", "")))
                .containsExactlyElementsOf(
                        traces.reversed().stream().map(TraceId::toHex).toList());
        assertThat(page.text("tbody tr")).contains("storefront: POST /cart/checkout");
        page.look("results");
    }

    @Test
    void failedSpansAreCountedInTheResults() {
        search("{ status = error }");
        page.awaitTrue("document.querySelectorAll('tbody tr').length === " + Site.PURCHASES / 4);
        assertThat(page.text("tbody tr .error")).contains("2 failed");
    }

    @Test
    void namesAndValuesCompleteAsOneTypes() {
        page.open(site.uri("/"));
        page.click("#query");
        page.type("{ resource.service.na");
        page.awaitText("#completions li", "resource.service.name");
        page.press("Tab");
        assertThat(page.evaluate("document.getElementById('query').value").asString())
                .isEqualTo("{ resource.service.name");
        page.type(" = \"pay");
        page.awaitText("#completions li", "payment");
        page.look("completion");
        page.press("Tab");
        page.type(" }");
        page.press("Enter");
        page.awaitTrue("document.querySelectorAll('tbody tr').length === " + Site.PURCHASES);
    }

    @Test
    void aTraceOpensFromTheResultsByKeyboardAlone() {
        search("{ span.http.response.status_code = 502 }");
        page.awaitTrue("document.querySelectorAll('tbody tr').length > 0");
        page.evaluate("document.querySelector('tbody a').focus()");
        page.press("Enter");
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 6");
        page.awaitTrue("document.activeElement.closest('.rows') !== null");
        page.press("ArrowDown");
        page.awaitText(".span.chosen", "PlaceOrder");
        page.press("End");
        page.awaitText(".span.chosen", "send receipt");
        page.press("Home");
        page.awaitText(".span.chosen", "POST /cart/checkout");
    }

    @Test
    void theWaterfallShowsTheTreeAndItsErrors() {
        page.open(site.uri("/#/trace/" + failedTrace()));
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 6");
        assertThat(page
                        .evaluate(
                                "[...document.querySelectorAll('.rows .span')].map(r => r.getAttribute('aria-level'))")
                        .values()
                        .stream()
                        .map(level -> level.asString()))
                .containsExactly("1", "2", "3", "4", "4", "4");
        assertThat(page.count(".rows .bar.failed")).isEqualTo(2);
        assertThat(page.text("#view")).contains("2 failed").contains("6 spans");
        page.look("trace");
    }

    @Test
    void subtreesCloseAndFailedSpansAreReachedByKeys() {
        page.open(site.uri("/#/trace/" + failedTrace()));
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 6");
        page.press("ArrowDown");
        page.press("ArrowLeft");
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 2");
        assertThat(page.evaluate("document.querySelector('.span.chosen').getAttribute('aria-expanded')")
                        .asString())
                .isEqualTo("false");
        page.press("e");
        page.awaitText(".span.chosen", "Charge");
        assertThat(page.count(".rows .span")).isEqualTo(6);
    }

    @Test
    void theSidePanelShowsAttributesEventsAndLinks() {
        page.open(site.uri("/#/trace/" + failedTrace() + "?span=00ff000000000005"));
        page.awaitText(".side h2", "Charge");
        assertThat(page.text(".side"))
                .contains("payment.method")
                .contains("card")
                .contains("exception.message")
                .contains(PageTraces.PAYMENT_REFUSED)
                .contains("k8s.namespace.name")
                .contains("io.shop.payment");
        page.open(site.uri("/#/trace/" + failedTrace() + "?span=00ff000000000006"));
        page.awaitText(".side h2", "send receipt");
        assertThat(page.text(".side")).contains("follows the first attempt");
        page.click(".side a[href*='" + traces.get(2).toHex() + "']");
        page.awaitTrue("location.hash.includes('" + traces.get(2).toHex() + "')");
        page.awaitTrue("document.querySelectorAll('.rows .bar.failed').length === 0");
    }

    @Test
    void aDeepLinkShowsTheSameAfterAReload() {
        page.open(site.uri("/#/trace/" + failedTrace()));
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 6");
        page.click(".rows .span:nth-child(5)");
        page.awaitTrue("location.hash.includes('span=')");
        String chosen = page.text(".side h2");
        page.reload();
        page.awaitText(".side h2", chosen);
        assertThat(page.text(".span.chosen")).contains(chosen);
    }

    @Test
    void aTraceIdentifierInTheQueryBoxOpensTheTrace() {
        search(failedTrace());
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 6");
    }

    @Test
    void backReturnsToTheResults() {
        search("{ status = error }");
        page.awaitTrue("document.querySelectorAll('tbody tr').length > 0");
        page.click("tbody a");
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 6");
        page.click(".rows .span:nth-child(3)");
        page.evaluate("history.back()");
        page.awaitTrue("document.querySelectorAll('tbody tr').length === " + Site.PURCHASES / 4);
        assertThat(page.evaluate("document.getElementById('query').value").asString())
                .isEqualTo("{ status = error }");
    }

    @Test
    void aWrongQueryShowsTheServersText() {
        search("{ span.a = }");
        page.awaitText("[role=alert]", "parse error at line 1");
        assertThat(page.problems()).allMatch(problem -> problem.contains("400"));
    }

    @Test
    void anAbsentTraceIsSaidToBeAbsent() {
        page.open(site.uri("/#/trace/0123456789abcdef0123456789abcdef"));
        page.awaitText("#view", "is not stored");
    }

    @Test
    void twoTracesAreShownAgainstEachOther() {
        page.open(site.uri("/#/trace/" + traces.get(8).toHex()));
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 6");
        page.click("input[name=other]");
        page.type(failedTrace());
        page.press("Enter");
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 6 && document.querySelector('.two')");
        assertThat(page.text(".facts")).contains("~ 2 changed", "4 alike");
        assertThat(page.count(".rows .bar.thin.first")).isEqualTo(6);
        assertThat(page.text(".changes")).contains("status", "bad gateway", "http.response.status_code", "200", "502");
        page.look("diff");
        page.click("#only");
        page.awaitTrue("document.querySelectorAll('.rows .span').length === 2");
    }

    @Test
    void aSearchIsExplained() {
        search("{ resource.service.name = \"payment\" && status = error }");
        page.awaitTrue("document.querySelectorAll('tbody tr').length > 0");
        page.click(".tabs a:nth-child(2)");
        page.awaitText(".explain h2", "Read and left out");
        assertThat(page.text(".explain"))
                .contains(
                        "resource.service.name",
                        "rows in the time range",
                        "bytes behind the rows",
                        "leading filters",
                        "6 traces found");
        page.look("explain");
        page.reload();
        page.awaitText(".explain h2", "Read and left out");
    }

    @Test
    void queriesAreRemembered() {
        search("{ name = \"Charge\" }");
        page.awaitTrue("document.querySelectorAll('tbody tr').length > 0");
        page.open(site.uri("/"));
        page.awaitText(".history a", "{ name = \"Charge\" }");
        page.look("welcome");
        page.evaluate("[...document.querySelectorAll('.history a')].find(a => a.innerText.includes('Charge')).click()");
        page.awaitTrue("document.querySelectorAll('tbody tr').length === " + Site.PURCHASES);
        page.open(site.uri("/"));
        page.click(".history button");
        page.awaitTrue("!document.querySelector('.history')");
        page.reload();
        assertThat(page.count(".history")).isZero();
    }

    @Test
    void aPartialAnswerSaysSo() {
        page.pretendAnswer(
                "/api/search?",
                "{\"traces\":[],\"status\":\"PARTIAL\",\"message\":\"too much\",\"metrics\":{\"additionalMetrics\":"
                        + "{\"tracesLeftOut\":\"3\",\"liveDataBehind\":\"1\"}}}");
        search("{ }");
        page.awaitText(".notice", "too much");
        page.awaitText(".notice", "3 traces");
        page.awaitText(".notice", "not in this answer yet");
    }

    @Test
    void resultsRefreshByThemselves() throws Exception {
        search("{ resource.service.name = \"payment\" }");
        page.awaitTrue("document.querySelectorAll('tbody tr').length > 0");
        page.evaluate("{ const r = document.getElementById('refresh'); r.add(new Option('soon', '0.2')); r.value ="
                + " '0.2'; r.dispatchEvent(new Event('change')); window.first = document.querySelector('tbody tr'); }");
        page.awaitTrue("document.querySelector('tbody tr') !== window.first");
    }
}
