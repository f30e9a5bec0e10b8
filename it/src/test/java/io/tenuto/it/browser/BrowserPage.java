package io.tenuto.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;

/// One tab: what a person does with it and what can be seen in it. Used by one thread.
///
/// Everything the browser complains of is kept: exceptions, console errors, breaches of the content policy.
final class BrowserPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, Integer> KEY_CODES = Map.ofEntries(
            Map.entry("Enter", 13),
            Map.entry("Tab", 9),
            Map.entry("Escape", 27),
            Map.entry("ArrowUp", 38),
            Map.entry("ArrowDown", 40),
            Map.entry("ArrowLeft", 37),
            Map.entry("ArrowRight", 39),
            Map.entry("Home", 36),
            Map.entry("End", 35),
            Map.entry("PageUp", 33),
            Map.entry("PageDown", 34));
    /// Runs before the page's own scripts: the browser tells breaches of the policy only as events.
    private static final String WATCH_POLICY =
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' +"
                    + " e.blockedURI));";

    private final DevTools tools;
    private final String target;
    private final String session;
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> traced = new ConcurrentLinkedQueue<>();
    private volatile boolean tracingEnded;

    BrowserPage(DevTools tools, String target, String session, int width, int height) {
        this.tools = tools;
        this.target = target;
        this.session = session;
        tools.listen(session, this::event);
        for (String domain : List.of("Page", "Runtime", "Log", "Performance")) command(domain + ".enable", Map.of());
        command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH_POLICY));
        size(width, height);
    }

    private void event(String method, JsonNode event) {
        switch (method) {
            case "Runtime.exceptionThrown" ->
                problems.add(event.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(event.path("type").asString()))
                    problems.add(event.path("args").toString());
            }
            case "Log.entryAdded" -> {
                JsonNode entry = event.path("entry");
                if (entry.path("level").asString().equals("error"))
                    problems.add(entry.path("text").asString() + " "
                            + entry.path("url").asString(""));
            }
            case "Tracing.dataCollected" -> event.path("value").forEach(traced::add);
            case "Tracing.tracingComplete" -> tracingEnded = true;
            default -> {}
        }
    }

    JsonNode command(String method, Map<String, ?> parameters) {
        return tools.send(session, method, parameters);
    }

    /// What the browser complained of since the last call.
    List<String> problems() {
        var taken = new ArrayList<String>();
        for (String next = problems.poll(); next != null; next = problems.poll()) taken.add(next);
        return taken;
    }

    void size(int width, int height) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /// From the next page on, requests whose address contains `part` get this JSON instead of the server's answer.
    void pretendAnswer(String part, String json) {
        command(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of(
                        "source",
                        "{ const real = window.fetch; window.fetch = (address, options) =>"
                                + " String(address).includes(" + quoted(part) + ") ? Promise.resolve(new Response("
                                + quoted(json) + ")) : real(address, options); }"));
    }

    /// Pretends that the person prefers `dark` or `light`.
    void prefer(String scheme) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /// Opens an address anew, even if only its part after `#` differs.
    void open(URI address) {
        command("Page.navigate", Map.of("url", "about:blank"));
        awaitTrue("location.href === 'about:blank'");
        command("Page.navigate", Map.of("url", address.toString()));
        awaitTrue("location.href.startsWith('http') && document.readyState === 'complete'");
    }

    void reload() {
        evaluate("window.beforeReload = true");
        command("Page.reload", Map.of());
        awaitTrue("!window.beforeReload && document.readyState === 'complete'");
    }

    /// Value of a JavaScript expression; promises are awaited.
    JsonNode evaluate(String expression) {
        JsonNode answer = command(
                "Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails"))
            throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
        return answer.path("result").path("value");
    }

    String text(String selector) {
        return evaluate("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''")
                .asString("");
    }

    int count(String selector) {
        return evaluate("document.querySelectorAll(" + quoted(selector) + ").length")
                .asInt();
    }

    void awaitTrue(String condition) {
        try {
            await().pollInterval(Duration.ofMillis(30))
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> evaluate("!!(" + condition + ")").asBoolean(false));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(
                    "never true: " + condition + "; the page shows:\n" + text("body") + "\n" + problems(), e);
        }
    }

    void awaitText(String selector, String part) {
        awaitTrue("[...document.querySelectorAll(" + quoted(selector) + ")].some(e => e.innerText.includes("
                + quoted(part) + "))");
    }

    /// Types into whatever has the focus.
    void type(String text) {
        for (int at = 0; at < text.length(); at++) {
            String letter = text.substring(at, at + 1);
            command("Input.dispatchKeyEvent", Map.of("type", "char", "text", letter));
        }
    }

    /// Presses and releases a named key.
    void press(String key) {
        press(key, 0);
    }

    /// @param modifiers 1 alt, 2 control, 4 meta, 8 shift, added up
    void press(String key, int modifiers) {
        int code = KEY_CODES.getOrDefault(
                key, (int) key.toUpperCase(java.util.Locale.ROOT).charAt(0));
        var down = new java.util.HashMap<String, Object>(Map.of(
                "type", "keyDown", "key", key, "code", key, "windowsVirtualKeyCode", code, "modifiers", modifiers));
        if (key.equals("Enter")) down.put("text", "\r");
        else if (key.length() == 1 && modifiers == 0) down.put("text", key);
        command("Input.dispatchKeyEvent", down);
        command(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }

    /// Clicks into the middle of the first element of `selector` with a real mouse.
    void click(String selector) {
        JsonNode at = middle(selector);
        for (String type : List.of("mousePressed", "mouseReleased")) mouse(type, at, "left", 1);
    }

    void hover(String selector) {
        mouse("mouseMoved", middle(selector), "none", 0);
    }

    /// Presses in an element at one part of its width and lets go at another.
    void drag(String selector, double from, double to) {
        JsonNode middle = middle(selector);
        double width = evaluate("document.querySelector(" + quoted(selector) + ").clientWidth")
                .asDouble();
        double left = middle.path("x").asDouble() - width / 2;
        mouse("mousePressed", at(left + from * width, middle), "left", 1);
        mouse("mouseMoved", at(left + (from + to) / 2 * width, middle), "left", 0);
        mouse("mouseReleased", at(left + to * width, middle), "left", 1);
    }

    private static JsonNode at(double x, JsonNode middle) {
        return DevTools.JSON
                .createObjectNode()
                .put("x", x)
                .put("y", middle.path("y").asDouble());
    }

    private void mouse(String type, JsonNode at, String button, int clicks) {
        command(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type", type,
                        "x", at.path("x").asDouble(),
                        "y", at.path("y").asDouble(),
                        "button", button,
                        "clickCount", clicks));
    }

    private JsonNode middle(String selector) {
        JsonNode at = evaluate("(() => { const e = document.querySelector(" + quoted(selector) + "); if (!e) return"
                + " null; e.scrollIntoView({ block: 'nearest' }); const b = e.getClientRects()[0];"
                + " return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; })()");
        assertThat(at.has("x")).as("there is %s", selector).isTrue();
        return at;
    }

    /// Records what the browser's threads do while `action` runs.
    List<JsonNode> trace(String categories, Runnable action) {
        traced.clear();
        tracingEnded = false;
        command(
                "Tracing.start",
                Map.of(
                        "transferMode",
                        "ReportEvents",
                        "traceConfig",
                        Map.of("includedCategories", categories.split(","))));
        action.run();
        command("Tracing.end", Map.of());
        await().atMost(PATIENCE).until(() -> tracingEnded);
        return List.copyOf(traced);
    }

    void screenshot(Path file) {
        JsonNode answer = command("Page.captureScreenshot", Map.of("format", "png"));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(answer.path("data").asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Screenshots in both colour schemes and two sizes, for people to look at. Leaves the page light and large.
    void look(String name) {
        for (String scheme : List.of("dark", "light")) {
            prefer(scheme);
            for (int width : List.of(800, 1280)) {
                size(width, width * 5 / 8 + (width == 800 ? 100 : 0));
                evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))");
                screenshot(Site.SCREENSHOTS.resolve(name + "-" + scheme + "-" + width + ".png"));
            }
        }
    }

    static String quoted(String text) {
        return DevTools.JSON.writeValueAsString(text);
    }

    @Override
    public void close() {
        tools.send("", "Target.closeTarget", Map.of("targetId", target));
    }
}
