package io.tenuto.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Why keys have no effect here: Tempo's keys are all taken, and those without a meaning are told with the reason.
public final class Notices {
    private static final String EFFECT = "+";
    private static final int SHOWN_KEYS_MAX = 6;

    private final Map<String, String> reasons = new LinkedHashMap<>();

    private Notices() {}

    public static Notices load() {
        var notices = new Notices();
        for (String line : Schema.lines("config-notices.txt")) {
            String[] parts = line.split("\t", 2);
            notices.reasons.put(parts[0], parts[1]);
        }
        return notices;
    }

    /// Why the key has no effect; empty if it has one.
    ///
    /// @throws IllegalArgumentException if nothing is known of the key
    public Optional<String> reason(String key) {
        String best = "";
        for (String prefix : reasons.keySet()) {
            if (prefix.length() > best.length() && covers(prefix, key)) best = prefix;
        }
        if (best.isEmpty()) throw new IllegalArgumentException("neither effect nor reason is known of " + key);
        String reason = reasons.getOrDefault(best, EFFECT);
        return reason.equals(EFFECT) ? Optional.empty() : Optional.of(reason);
    }

    /// A prefix covers the key of its name, all below it, and names that continue it by an underscore.
    private static boolean covers(String prefix, String key) {
        if (!key.startsWith(prefix)) return false;
        return key.length() == prefix.length()
                || key.charAt(prefix.length()) == '.'
                || key.charAt(prefix.length()) == '_' && !prefix.endsWith("overrides");
    }

    /// One sentence per reason on the keys that the settings mention without effect.
    public List<String> of(Settings settings) {
        var keysByReason = new LinkedHashMap<String, List<String>>();
        settings.mentioned().forEach((key, line) -> {
            boolean block =
                    settings.schema().find(key).filter(Schema.Key::isBlock).isPresent();
            if (block || isHonouredAnyway(settings, key)) return;
            reason(key)
                    .ifPresent(reason -> keysByReason
                            .computeIfAbsent(reason, name -> new ArrayList<>())
                            .add(line == 0 ? key : key + " (line " + line + ")"));
        });
        var notices = new ArrayList<String>();
        keysByReason.forEach((reason, keys) -> {
            String shown = String.join(", ", keys.subList(0, Math.min(SHOWN_KEYS_MAX, keys.size())));
            if (keys.size() > SHOWN_KEYS_MAX) shown += " and " + (keys.size() - SHOWN_KEYS_MAX) + " more";
            notices.add("accepted without effect: " + shown + ": " + reason);
        });
        return notices;
    }

    /// Values that ask for what is the case here anyway.
    private static boolean isHonouredAnyway(Settings settings, String key) {
        return key.equals("usage_report.reporting_enabled")
                        && settings.text(key, "").equals("false")
                || key.equals("stream_over_http_enabled")
                        && settings.text(key, "").equals("true");
    }
}
