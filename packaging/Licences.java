import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/// `java Licences.java DISTRIBUTION SBOM TEXTS`: puts into `DISTRIBUTION/licences` the texts that bundled libraries
/// carry, the texts of TEXTS for those that carry none, and `THIRD-PARTY.txt`, a list of libraries with their licences
/// as the bill of materials names them. Ends with an error where a library would go without a text. The output depends
/// on the input alone.
public final class Licences {
    private static final Pattern COMPONENT =
            Pattern.compile("\"bom-ref\"\\s*:\\s*\"pkg:maven/([^/\"]+)/([^@\"]+)@([^?\"]+)\\?([^\"]*)\"");
    private static final Pattern LICENCE = Pattern.compile("\"(?:id|name|expression)\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern TEXT = Pattern.compile("(?i)(^|.*/)[^/]*(licen[sc]e|notice|copying)[^/]*");

    public static void main(String[] arguments) throws IOException {
        Path distribution = Path.of(arguments[0]);
        Map<String, String> licences = licencesOf(Files.readString(Path.of(arguments[1])));
        Path target = Files.createDirectories(distribution.resolve("licences"));
        var list = new StringBuilder("Libraries in lib/, with the licences that their authors state:\n\n");
        for (Path jar : jars(distribution.resolve("lib"))) {
            String file = jar.getFileName().toString();
            if (file.startsWith("tenuto-")) continue;
            String name = file.substring(0, file.length() - ".jar".length());
            String licence = licences.get(name);
            if (licence == null) throw new IOException(file + " is not in the bill of materials");
            if (extract(jar, target.resolve(name)) == 0) copyTexts(licence, Path.of(arguments[2]), target);
            list.append("%-75s %s%n".formatted(file, licence));
        }
        Files.writeString(target.resolve("THIRD-PARTY.txt"), list);
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /// Licences by the name of the jar without its ending.
    private static Map<String, String> licencesOf(String bom) {
        var licences = new TreeMap<String, String>();
        int components = bom.indexOf("\n  \"components\"");
        int end = bom.indexOf("\n  \"dependencies\"");
        Matcher component = COMPONENT.matcher(bom).region(components, end);
        while (component.find()) {
            Matcher next = COMPONENT.matcher(bom).region(component.end(), end);
            int to = next.find() ? next.start() : end;
            int from = bom.indexOf("\"licenses\"", component.end());
            var names = new ArrayList<String>();
            if (from >= 0 && from < to) {
                Matcher licence = LICENCE.matcher(bom).region(from, bom.indexOf("\"purl\"", from));
                while (licence.find()) names.add(licence.group(1));
            }
            String classifier = classifier(component.group(4));
            String jar = component.group(2) + "-" + component.group(3) + (classifier.isEmpty() ? "" : "-" + classifier);
            licences.put(jar, String.join(" or ", names));
        }
        return licences;
    }

    private static String classifier(String qualifiers) {
        for (String qualifier : qualifiers.split("&")) {
            if (qualifier.startsWith("classifier=")) return qualifier.substring("classifier=".length());
        }
        return "";
    }

    private static int extract(Path jar, Path target) throws IOException {
        int count = 0;
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream()
                    .sorted((a, b) -> a.getName().compareTo(b.getName()))
                    .toList()) {
                String name = entry.getName();
                boolean isText = TEXT.matcher(name).matches() && !name.endsWith(".class") && !entry.isDirectory();
                if (!isText) continue;
                Files.createDirectories(target);
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.write(target.resolve(name.replace("META-INF/", "").replace('/', '_')), in.readAllBytes());
                }
                count++;
            }
        }
        return count;
    }

    private static void copyTexts(String licence, Path texts, Path target) throws IOException {
        for (String each : licence.split(" or ")) {
            String file = each.toLowerCase(Locale.ROOT).replace(' ', '-') + ".txt";
            Path text = texts.resolve(file);
            if (!Files.exists(text)) throw new IOException("no text of the licence " + each + ": " + text);
            Path copy = target.resolve(file);
            if (!Files.exists(copy)) Files.copy(text, copy);
        }
    }
}
