package io.tenuto.app.status;

import io.tenuto.app.config.HostName;
import io.tenuto.app.config.Settings;
import io.tenuto.base.Clock;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.server.StatusRoutes.Page;
import io.tenuto.wire.JsonWriter;
import java.time.Instant;
import java.util.List;

/// Pages on partitions: what covers them, and the rings that a cluster of Tempo would have, as one process answers.
final class RingPages {
    /// The number of an active partition in Tempo's ring.
    private static final int ACTIVE = 2;

    /// Entries of one kind on the page; their number and sum are always of all.
    private static final int TOLD_MAX = 100;

    private final StatusPages.Parts parts;
    private final Clock clock;
    private final Instant started;

    RingPages(StatusPages.Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
        this.started = clock.wallTime();
    }

    String coverage() {
        CatalogSnapshot snapshot = parts.catalog().snapshot();
        var out = new JsonWriter().beginObject();
        out.key("snapshot").number(snapshot.number());
        out.key("blocks").number(snapshot.blocksById().size());
        out.key("log").text(parts.log().identity().value());
        out.key("partitions").beginArray();
        var ends = parts.live().ends();
        var floors = parts.live().floors();
        for (int p = 0; p < parts.log().partitionCount(); p++) {
            var name = new LogPartition(parts.log().identity().value(), p);
            out.beginObject();
            out.key("partition").number(p);
            out.key("start").number(parts.log().startOffset(p));
            out.key("end").number(parts.log().endOffset(p));
            out.key("coverage").number(snapshot.coverage(name));
            out.key("liveEnd").number(ends.getOrDefault(name, 0L));
            out.key("liveFloor").number(floors.getOrDefault(name, 0L));
            out.endObject();
        }
        out.endArray();
        missing(snapshot, out);
        return out.endObject().toString();
    }

    /// What queries do not see, the latest entries last.
    private static void missing(CatalogSnapshot snapshot, JsonWriter out) {
        out.key("gaps").number(snapshot.gaps().size());
        long lost = 0;
        for (LogGap gap : snapshot.gaps()) lost += gap.toOffset() - gap.fromOffset();
        out.key("lostRecords").number(lost);
        out.key("latestGaps").beginArray();
        for (LogGap gap : latest(snapshot.gaps())) {
            out.beginObject();
            range(gap.partition(), gap.fromOffset(), gap.toOffset(), out);
            out.field("found", gap.found().toString()).endObject();
        }
        out.endArray();
        out.key("quarantined").number(snapshot.quarantined().size());
        long kept =
                snapshot.quarantined().stream().mapToLong(Quarantined::records).sum();
        out.key("quarantinedRecords").number(kept);
        out.key("latestQuarantined").beginArray();
        for (Quarantined each : latest(snapshot.quarantined())) {
            out.beginObject();
            out.field("tenant", each.tenant().value()).field("id", each.id());
            range(each.partition(), each.fromOffset(), each.toOffset(), out);
            out.key("records").number(each.records()).field("reason", each.reason());
            out.endObject();
        }
        out.endArray();
    }

    private static void range(LogPartition partition, long from, long to, JsonWriter out) {
        out.field("log", partition.logIdentity());
        out.key("partition").number(partition.partition());
        out.key("from").number(from).key("to").number(to);
    }

    private static <T> List<T> latest(List<T> all) {
        return all.subList(Math.max(0, all.size() - TOLD_MAX), all.size());
    }

    Page partitions(boolean json) {
        if (!json) return Page.text("One process owns all " + parts.log().partitionCount() + " partitions.\n");
        var out = new JsonWriter().beginObject().key("partitions").beginArray();
        for (int p = 0; p < parts.log().partitionCount(); p++) {
            out.beginObject().key("id").number(p);
            out.key("corrupted").bool(false).key("state").number(ACTIVE);
            out.field("state_timestamp", started.toString());
            out.key("state_change_locked").bool(false);
            out.key("owner_ids").beginArray().text(instance()).endArray();
            out.key("tokens").beginArray().endArray().endObject();
        }
        return Page.json(out.endArray().endObject().toString());
    }

    Page liveStores(boolean json) {
        if (!json) return Page.text(instance() + " ACTIVE\n");
        Settings settings = parts.settings();
        String now = clock.wallTime().toString();
        var out = new JsonWriter().beginObject().key("shards").beginArray();
        out.beginObject().field("id", instance()).field("state", "ACTIVE");
        out.field("address", "127.0.0.1:" + settings.integer("server.grpc_listen_port", 9095));
        out.field("timestamp", now).field("registered_timestamp", started.toString());
        out.key("read_only").bool(false).field("read_only_updated_timestamp", "0001-01-01T00:00:00Z");
        out.field("zone", settings.text("live_store.ring.instance_zone", ""));
        out.key("tokens").raw("null").endObject().endArray();
        return Page.json(out.field("now", now).endObject().toString());
    }

    private String instance() {
        return parts.settings().text("live_store.ring.instance_id", HostName.get());
    }
}
