package io.tenuto.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Every source file is as `./dev format` writes it.
final class FormatTest {
    /// The formatter breaks a longer `///` line and leaves its rest outside of the comment.
    private static final int COMMENT_COLUMNS_MAX = 120;

    @Test
    void sourcesAreFormatted() throws FormatterException, IOException {
        var options = JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build();
        Formatter formatter = Formatter.createFormatter(options);
        var wrong = new ArrayList<String>();
        for (Sources.JavaFile file : Sources.all()) {
            String text = file.text();
            if (hasLongComment(text)) {
                wrong.add(file + " (a /// line of more than " + COMMENT_COLUMNS_MAX + " columns)");
                continue;
            }
            String ordered = ImportOrderer.reorderImports(
                    RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.PALANTIR);
            String formatted = formatter.formatSource(ordered);
            if (formatted.equals(text)) continue;
            if (Boolean.getBoolean("tenuto.format.apply")) Files.writeString(file.path(), formatted);
            else wrong.add(file.toString());
        }
        assertThat(wrong).as("files that ./dev format would change").isEmpty();
    }

    private static boolean hasLongComment(String text) {
        return text.lines()
                .anyMatch(line -> line.length() > COMMENT_COLUMNS_MAX
                        && line.stripLeading().startsWith("///"));
    }
}
