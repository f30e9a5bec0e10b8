package io.tenuto.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.model.TraceId;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A trace of 10,000 spans: painted soon, few nodes, and no long task while scrolling.
///
/// The machine may be busy with other things. So the first paint is the best of a few loads, and a task is measured by
/// the processor time that it took.
@Tag("browser")
final class BigTraceTest {
    private static final int SPANS = 10_000;
    private static final int LOADS = 5;
    private static final double FIRST_PAINT_MILLIS_MAX = 1500;
    private static final int NODES_MAX = 1000;
    private static final long TASK_MICROS_MAX = 50_000;
    private static final TraceId ID = new TraceId(0xb16L, 1);
    /// Notes when the frame that first held rows of the waterfall had been painted, in milliseconds after the start
    /// of the navigation.
    private static final String WATCH_PAINT = """
        new MutationObserver((_, observer) => {
          if (!document.querySelector('.rows .span')) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => { window.waterfallPaintedMillis = performance.now(); }));
        }).observe(document, { childList: true, subtree: true });
        """;

    private static Site site;

    @BeforeAll
    static void openSite(@TempDir Path folder) throws Exception {
        site = Site.open(folder, "");
        site.send(PageTraces.big(ID, SPANS, (site.nowSeconds - 600) * 1_000_000_000L));
        site.server.flush();
    }

    @AfterAll
    static void closeSite() {
        site.close();
    }

    private static URI address() {
        return site.uri("/#/trace/" + ID.toHex());
    }

    @Test
    void firstPaintIsSoonAndOfFewNodes() {
        try (BrowserPage page = site.browser.newPage(1280, 800)) {
            page.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH_PAINT));
            double best = Double.MAX_VALUE;
            for (int load = 0; load < LOADS; load++) {
                page.open(address());
                page.awaitTrue("window.waterfallPaintedMillis > 0");
                double millis = page.evaluate("window.waterfallPaintedMillis").asDouble();
                best = Math.min(best, millis);
            }
            int nodes = nodes(page);
            System.out.printf("waterfall of %d spans: first paint %.0f ms, %d nodes%n", SPANS, best, nodes);
            page.look("big-trace");
            assertThat(page.text("#view")).contains("10000 spans");
            assertThat(best).as("milliseconds to the first paint").isLessThan(FIRST_PAINT_MILLIS_MAX);
            assertThat(nodes).as("nodes").isLessThan(NODES_MAX);
            assertThat(page.problems()).isEmpty();
        }
    }

    @Test
    void noTaskIsLongWhileScrolling() {
        try (BrowserPage page = site.browser.newPage(1280, 800)) {
            page.open(address());
            page.awaitTrue("document.querySelector('.rows .span')");
            scroll(page, 10); // the scripts' first calls are interpreted
            page.evaluate("window.longTasks = []; new PerformanceObserver(l => l.getEntries().forEach(e =>"
                    + " longTasks.push(Math.round(e.duration)))).observe({ type: 'longtask' })");
            long longest = Long.MAX_VALUE;
            // Of three rounds the best: what the page costs, not what else the machine did.
            for (int round = 0; round < 3 && longest > TASK_MICROS_MAX; round++) {
                List<JsonNode> events = page.trace("toplevel,devtools.timeline", () -> scroll(page, 120));
                longest = Math.min(longest, longestTaskMicros(events));
            }
            JsonNode observed = page.evaluate("window.longTasks");
            int nodes = nodes(page);
            System.out.printf(
                    "scrolling %d spans: longest task %.1f ms of processor time, tasks over 50 ms by the clock %s, %d"
                            + " nodes%n",
                    SPANS, longest / 1000.0, observed, nodes);
            assertThat(longest).as("microseconds of the longest task").isBetween(1L, TASK_MICROS_MAX);
            assertThat(nodes).as("nodes").isLessThan(NODES_MAX);
            assertThat(page.problems()).isEmpty();
        }
    }

    /// Wheel turns, pages and jumps from end to end; waits for a frame after each.
    private static void scroll(BrowserPage page, int turns) {
        page.click(".rows .span");
        for (int turn = 0; turn < turns; turn++) {
            int down = turn % 40 < 30 ? 1 : -1;
            page.command(
                    "Input.dispatchMouseEvent",
                    Map.of("type", "mouseWheel", "x", 300, "y", 400, "deltaX", 0, "deltaY", down * 900));
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
            if (turn % 10 == 3) page.press("PageDown");
            if (turn % 20 == 7) page.press("End");
            if (turn % 20 == 17) page.press("Home");
            if (turn % 12 == 5)
                page.evaluate("document.querySelector('.rows').scrollTop = " + turn * 7919L % SPANS * 20);
        }
        assertThat(page.count(".rows .span")).isGreaterThan(10);
    }

    /// Elements and texts of the document.
    private static int nodes(BrowserPage page) {
        return page.evaluate("(() => { let n = 0; const walk = document.createTreeWalker(document); while"
                        + " (walk.nextNode()) n++; return n; })()")
                .asInt();
    }

    /// Processor time of the longest task of the page's main thread.
    private static long longestTaskMicros(List<JsonNode> events) {
        String main = events.stream()
                .filter(event -> event.path("name").asString("").equals("thread_name")
                        && event.path("args").path("name").asString("").equals("CrRendererMain"))
                .map(BigTraceTest::thread)
                .filter(thread -> events.stream()
                        .anyMatch(event -> thread.equals(thread(event))
                                && event.path("name").asString("").equals("FunctionCall")))
                .findFirst()
                .orElseThrow();
        return events.stream()
                .filter(event -> thread(event).equals(main)
                        && event.path("name").asString("").endsWith("RunTask"))
                .flatMapToLong(event -> LongStream.of(
                        event.path("tdur").asLong(event.path("dur").asLong(0))))
                .max()
                .orElseThrow();
    }

    private static String thread(JsonNode event) {
        return event.path("pid").asString() + "/" + event.path("tid").asString();
    }
}
