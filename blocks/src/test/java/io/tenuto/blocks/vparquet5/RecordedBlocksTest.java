package io.tenuto.blocks.vparquet5;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.PrunedRows;
import io.tenuto.traceql.source.ScanRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recorded blocks against the facts that were derived from their input.
@Tag("recorded")
final class RecordedBlocksTest {
    private static final Path BLOCKS =
            root().resolve("../shared/fixtures/tempo-blocks").normalize();

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(here.resolve("house/pom.xml"))) here = here.getParent();
        return here;
    }

    static MemoryObjectStore load(String folder) throws IOException {
        var store = new MemoryObjectStore(Clock.system());
        Path base = BLOCKS.resolve(folder);
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                var key = new ObjectKey(base.relativize(file).toString());
                store.put(key, ByteSlice.of(Files.readAllBytes(file)), Deadline.none());
            }
        }
        return store;
    }

    private static List<StoredBlock> open(String folder) throws IOException {
        MemoryObjectStore store = load(folder);
        var format = new Vparquet5Format(64 << 20);
        var blocks = new ArrayList<StoredBlock>();
        for (BlockMeta meta : new ForeignBlocks(store, format).poll(Deadline.none())) {
            blocks.add(format.open(meta, store, Deadline.none()));
        }
        return blocks;
    }

    private static String field(String line, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\": (\"([^\"]*)\"|(\\d+)|\\[([^\\]]*)\\])")
                .matcher(line);
        assertThat(matcher.find()).as(name).isTrue();
        for (int group = 2; group <= 4; group++) if (matcher.group(group) != null) return matcher.group(group);
        return "";
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop-vparquet5", "shop-vparquet5-custom-dedicated", "shop-vparquet5-compacted"})
    void everyTraceOfTheInputIsFoundWithItsFacts(String folder) throws Exception {
        List<StoredBlock> blocks = open(folder);
        assertThat(blocks).hasSize(folder.endsWith("compacted") ? 1 : 3);
        for (String line : Files.readAllLines(BLOCKS.resolve("shop-input/traces.jsonl"))) {
            TraceId id = TraceId.parse(field(line, "traceId"));
            var spans = new HashSet<String>();
            var services = new TreeSet<String>();
            int errors = 0;
            int events = 0;
            int links = 0;
            long start = Long.MAX_VALUE;
            long end = 0;
            for (StoredBlock block : blocks) {
                var otlp = block.trace(id, Deadline.none());
                if (otlp.isEmpty()) continue;
                for (ResourceSpans resource :
                        TracesData.parseFrom(otlp.get().toByteArray()).getResourceSpansList()) {
                    resource.getResource().getAttributesList().stream()
                            .filter(pair -> pair.getKey().equals("service.name"))
                            .forEach(pair -> services.add("\"" + pair.getValue().getStringValue() + "\""));
                    for (ScopeSpans scope : resource.getScopeSpansList()) {
                        for (Span span : scope.getSpansList()) {
                            if (!spans.add(hex(span) + "/" + span.getKindValue())) continue;
                            start = Math.min(start, span.getStartTimeUnixNano());
                            end = Math.max(end, span.getEndTimeUnixNano());
                            errors += span.getStatus().getCodeValue() == 2 ? 1 : 0;
                            events += span.getEventsCount();
                            links += span.getLinksCount();
                        }
                    }
                }
            }
            assertThat(spans).as("%s", id).hasSize(Integer.parseInt(field(line, "distinctSpans")));
            assertThat(start).isEqualTo(Long.parseLong(field(line, "startTimeUnixNano")));
            assertThat(end).isEqualTo(Long.parseLong(field(line, "endTimeUnixNano")));
            assertThat(String.join(", ", services)).isEqualTo(field(line, "services"));
            assertThat(errors).isEqualTo(Integer.parseInt(field(line, "errorSpans")));
            assertThat(events).isEqualTo(Integer.parseInt(field(line, "events")));
            assertThat(links).isEqualTo(Integer.parseInt(field(line, "links")));
        }
    }

    private static String hex(Span span) {
        return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    @Test
    void dedicatedColumnsAreOrdinaryAttributes() throws Exception {
        Set<AttributeKey> keys = new HashSet<>();
        for (StoredBlock block : open("shop-vparquet5"))
            keys.addAll(block.source().keys());
        Set<AttributeKey> custom = new HashSet<>();
        for (StoredBlock block : open("shop-vparquet5-custom-dedicated"))
            custom.addAll(block.source().keys());
        assertThat(keys)
                .contains(
                        new AttributeKey(AttributeScope.SPAN, "http.status_code"),
                        new AttributeKey(AttributeScope.RESOURCE, "k8s.pod.name"),
                        AttributeKey.SERVICE_NAME)
                .isEqualTo(custom);
    }

    @Test
    void whatWasLeftOutIsTold() throws Exception {
        for (StoredBlock block : open("shop-vparquet5")) {
            List<ColumnKey> absent = List.of(ColumnKey.of(AttributeScope.SPAN, "absent"));
            var condition = new PruneCondition.Present(absent);
            var request = new ScanRequest(Set.copyOf(absent), List.of(condition), 0, Integer.MAX_VALUE);
            try (var cursor = block.source().scan(request, Deadline.none())) {
                assertThat(cursor.next()).isEmpty();
                assertThat(cursor.pruned()).isNotEmpty();
                assertThat(cursor.pruned().stream().mapToLong(PrunedRows::rows).sum())
                        .isEqualTo(block.source().facts().rowCount());
            }
        }
    }

    @Test
    void theCompactedBlockHoldsEverySpanOnce() throws Exception {
        StoredBlock block = open("shop-vparquet5-compacted").getFirst();
        assertThat(block.source().facts().traceCount()).isEqualTo(305);
        assertThat(block.source().traces().count()).isEqualTo(305);
        assertThat(block.source().facts().rowCount()).isEqualTo(3264);
        assertThat(block.trace(new TraceId(12345, 678), Deadline.none())).isEmpty();
    }
}
