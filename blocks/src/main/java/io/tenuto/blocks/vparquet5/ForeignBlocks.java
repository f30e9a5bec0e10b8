package io.tenuto.blocks.vparquet5;

import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectFacts;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectNotFoundException;
import io.tenuto.objectstore.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds foreign blocks by polling a store for `<tenant>/<block>/meta.json`. Used by one thread at a time.
public final class ForeignBlocks {
    private static final Pattern META = Pattern.compile("([^/]+)/([0-9a-f-]{36})/meta\\.json");
    private static final int PAGE = 1000;
    private static final Logger log = LoggerFactory.getLogger(ForeignBlocks.class);

    private final ObjectStore store;
    private final Vparquet5Format format;
    private Map<ObjectKey, BlockMeta> known = new HashMap<>();

    public ForeignBlocks(ObjectStore store, Vparquet5Format format) {
        this.store = store;
        this.format = format;
    }

    /// All live blocks of the format, newest first; what was seen at the poll before is not read again. A block whose
    /// meta or footer cannot be read is left out.
    public List<BlockMeta> poll(Deadline deadline) {
        var found = new HashMap<ObjectKey, BlockMeta>();
        String after = "";
        while (true) {
            List<ObjectFacts> page = store.list("", after, PAGE, deadline);
            for (ObjectFacts object : page) add(object.key(), found, deadline);
            if (page.size() < PAGE) break;
            after = page.getLast().key().value();
        }
        known = found;
        var metas = new ArrayList<>(found.values());
        metas.sort(Comparator.comparingLong(BlockMeta::maxTraceStartUnixNanos)
                .reversed()
                .thenComparing(BlockMeta::id));
        return List.copyOf(metas);
    }

    private void add(ObjectKey key, Map<ObjectKey, BlockMeta> found, Deadline deadline) {
        Matcher parts = META.matcher(key.value());
        if (!parts.matches()) return;
        BlockMeta before = known.get(key);
        if (before != null) {
            found.put(key, before);
            return;
        }
        try {
            String json = store.read(key, deadline).toUtf8();
            ForeignMeta meta = ForeignMeta.parse(json);
            if (meta.format().equals(Vparquet5Format.FOREIGN_NAME)) {
                found.put(key, meta(new TenantId(parts.group(1)), parts.group(2), json, meta, deadline));
            }
        } catch (ObjectNotFoundException e) {
            log.debug("foreign block is gone since it was listed; key={}", key);
        } catch (CorruptDataException | IllegalArgumentException e) {
            // No tenant can be called so here, or its facts contradict each other.
            log.warn("foreign block is left out; key={} cause={}", key, e.toString());
        }
    }

    private BlockMeta meta(TenantId tenant, String id, String json, ForeignMeta meta, Deadline deadline) {
        ForeignFile file = format.file(id, tenant.value(), json, meta, store, deadline);
        long start = nanos(meta.start());
        // Metas have whole seconds.
        long end = nanos(meta.end()) + 999_999_999L;
        return new BlockMeta(
                id,
                tenant,
                Vparquet5Format.NAME,
                Vparquet5Format.VERSION,
                file.shape().rowCount(),
                meta.traceCount(),
                start,
                end,
                end,
                start,
                end,
                0,
                meta.sizeBytes(),
                json);
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }
}
