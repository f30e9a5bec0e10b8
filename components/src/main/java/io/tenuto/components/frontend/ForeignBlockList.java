package io.tenuto.components.frontend;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.model.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The blocks that somebody else wrote, by tenant, as of the last poll. A poll that fails leaves the list as it was.
public final class ForeignBlockList implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ForeignBlockList.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Function<Deadline, List<BlockMeta>> poll;
    private final Duration interval;
    private final Clock clock;
    private final Thread thread;
    private volatile Map<TenantId, List<BlockMeta>> blocks = Map.of();
    private volatile boolean closed;

    /// @param poll lists all live foreign blocks
    public ForeignBlockList(Function<Deadline, List<BlockMeta>> poll, Duration interval, Clock clock) {
        this.poll = poll;
        this.interval = interval;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("foreign-blocks").unstarted(this::run);
    }

    /// Polls once, so that the first query sees what is there, and then again and again.
    public void start() {
        pollOnce();
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                clock.sleep(interval);
                pollOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pollOnce() {
        try {
            List<BlockMeta> found = poll.apply(Deadline.after(clock, interval));
            blocks = found.stream().collect(Collectors.groupingBy(BlockMeta::tenant));
        } catch (RuntimeException e) {
            if (!closed) log.warn("foreign blocks could not be listed; cause={}", e.toString());
        }
    }

    public List<BlockMeta> of(TenantId tenant) {
        return blocks.getOrDefault(tenant, List.of());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
