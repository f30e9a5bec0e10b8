package io.tenuto.app.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Words for files that are no YAML, the ones that operators of Tempo know.
final class YamlSyntax {
    private static final Pattern EXPECTED = Pattern.compile("expected ('.*'|<.*>), but (?:got|found).*");
    private static final Map<String, String> WORDS = Map.of(
            "<block end>", "key",
            "<document start>", "<document start>",
            "<block mapping start>", "key");
    private static final Map<String, String> SAME = Map.of(
            "mapping values are not allowed here", "mapping values are not allowed in this context",
            "found unknown escape character", "found unknown escape character",
            "found unexpected end of stream", "found unexpected end of stream");

    private YamlSyntax() {}

    /// Line and problem in one sentence.
    static String explain(YamlEngineException e) {
        if (!(e instanceof MarkedYamlEngineException marked))
            return String.valueOf(e.getMessage()).strip();
        // The line is counted from zero for errors of structure and from one for errors within a token.
        int line = marked.getProblemMark().map(mark -> mark.getLine()).orElse(0);
        if (!(e instanceof ParserException)) line++;
        if (line == 0)
            line = marked.getContextMark().map(mark -> mark.getLine()).orElse(0);
        return (line == 0 ? "" : "line " + line + ": ") + words(marked.getProblem());
    }

    private static String words(String problem) {
        Matcher expected = EXPECTED.matcher(problem);
        if (expected.matches()) {
            return "did not find expected " + WORDS.getOrDefault(expected.group(1), expected.group(1));
        }
        if (problem.startsWith("found character") && problem.contains("cannot start any token")) {
            return "found character that cannot start any token";
        }
        return SAME.getOrDefault(problem, problem);
    }
}
