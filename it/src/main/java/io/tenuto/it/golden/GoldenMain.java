package io.tenuto.it.golden;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `golden DIR [pushed|blocks] [FAMILY ...]`: replays the recordings of a folder against fresh servers, lists what
/// differs, ends with `N passed, N failed`. Without `pushed` or `blocks` the data comes in both ways, one after the
/// other.
public final class GoldenMain {
    /// Wait for compaction and for the older block format; run when named.
    private static final Set<String> LATER = Set.of("format-compacted", "format-vparquet4");

    private final Recording recording;
    private final Set<String> families;
    private final PrintStream out;
    private final Clockwork clockwork = new Clockwork(Instant.now().getEpochSecond());
    private int passed;
    private int failed;
    private int different;

    private GoldenMain(Recording recording, Set<String> families, PrintStream out) {
        this.recording = recording;
        this.families = families;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (arguments.length == 0 || !Files.exists(Path.of(arguments[0], "manifest.json"))) {
            out.println("usage: golden DIR [pushed|blocks] [FAMILY ...]   (DIR holds manifest.json)");
            System.exit(2);
        }
        Set<String> words = Arrays.stream(arguments).skip(1).collect(Collectors.toSet());
        boolean isBoth = !words.contains("pushed") && !words.contains("blocks");
        boolean isPushed = words.remove("pushed") || isBoth;
        boolean isBlocks = words.remove("blocks") || isBoth;
        var run = new GoldenMain(new Recording(Path.of(arguments[0])), words, out);
        if (isPushed) run.all(DataPath.PUSHED);
        if (isBlocks) run.all(DataPath.BLOCKS);
        if (run.different > 0) out.println(run.different + " differ by decision (docs/api-differences.md)");
        out.println(run.passed + " passed, " + run.failed + " failed");
        System.exit(run.failed == 0 ? 0 : 1);
    }

    private void all(DataPath path) throws IOException {
        for (Map.Entry<String, List<String>> set : recording.familiesBySet().entrySet()) {
            List<String> wanted = set.getValue().stream()
                    .filter(family -> families.isEmpty() ? !LATER.contains(family) : families.contains(family))
                    .toList();
            boolean hasBlocks = recording.set(set.getKey()).has("blocks");
            if (wanted.isEmpty() || (path == DataPath.BLOCKS && !hasBlocks)) continue;
            set(set.getKey(), wanted, path);
        }
    }

    private void set(String name, List<String> wanted, DataPath path) throws IOException {
        Path folder = Files.createTempDirectory("golden-" + name);
        Set<String> split = GoldenServer.splitTraces(recording, name);
        try (GoldenServer server = GoldenServer.start(folder, recording, name, path, clockwork);
                HttpReplay http = new HttpReplay(server.process(), split);
                GrpcReplay grpc = new GrpcReplay(server.process(), split)) {
            var differences = new GoldenDifferences(
                    recording.promotedAttributes(name),
                    recording.neverComparable(name),
                    recording.hasRepeatedSpans(name),
                    !split.isEmpty());
            var replay = new Replay(http, grpc, differences);
            for (String family : wanted) family(family, path, replay);
        } catch (IllegalStateException | UncheckedIOException e) {
            // Without data or server none of them can be answered; the other sets can.
            for (String family : wanted)
                failed += recording.entries(family, clockwork).size();
            out.println(path + " set " + name + ": " + e.getMessage());
        }
    }

    /// Both ways to ask.
    private record Replay(HttpReplay http, GrpcReplay grpc, GoldenDifferences differences) {
        String difference(Entry entry) {
            try {
                return entry.isGrpc() ? grpc.difference(entry) : http.difference(entry);
            } catch (RuntimeException e) {
                return "threw " + e;
            }
        }
    }

    private void family(String family, DataPath path, Replay replay) {
        int passedBefore = passed;
        int failedBefore = failed;
        for (Entry entry : recording.entries(family, clockwork)) {
            String difference = replay.difference(entry);
            Optional<String> reason = replay.differences().reason(entry, difference);
            if (difference.isEmpty()) {
                passed++;
            } else if (reason.isPresent()) {
                different++;
                out.println("differs " + path + " " + entry.name() + ": " + reason.get());
            } else {
                failed++;
                out.println(path + " " + entry.name() + ": " + difference);
            }
        }
        out.println("# " + path + " " + family + ": " + (passed - passedBefore) + " passed, " + (failed - failedBefore)
                + " failed");
    }
}
