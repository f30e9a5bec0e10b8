package io.tenuto.blocks.segment;

import io.tenuto.base.ByteHash;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.OtlpValidator;
import io.tenuto.wire.ProtoReader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Appends OTLP requests to columns, in order. One thread appends; any thread may take a [#view].
///
/// A span that is there already (same trace, span, kind and content) is not stored again: a client's retry is one span.
public final class SegmentBuilder {
    private final OtlpValidator validator;
    private final ProtoReader request = new ProtoReader();
    private final ProtoReader resourceSpans = new ProtoReader();
    private final ProtoReader scopeSpans = new ProtoReader();
    private final ProtoReader spanReader = new ProtoReader();
    private final AtomicLong learnedBytes = new AtomicLong();
    private final EntryTable resources = new EntryTable(false, learnedBytes);
    private final EntryTable scopes = new EntryTable(true, learnedBytes);
    private final SpanTable spans = new SpanTable(learnedBytes);

    /// Held while a record is appended and while a view collects references; guards every table.
    private final ReentrantLock lock = new ReentrantLock();

    private boolean isSealed;
    private volatile int rowCount;
    private volatile long memoryBytes;
    private Segment lastView = new Segment("live", spans.view(resources, scopes));
    private int lastViewRows;

    public SegmentBuilder() {
        this(new OtlpValidator());
    }

    /// @param validator may be shared with other builders that the same thread appends to: it takes more memory than a
    /// small segment
    public SegmentBuilder(OtlpValidator validator) {
        this.validator = validator;
    }

    /// Appends all spans of an `ExportTraceServiceRequest`, or nothing.
    ///
    /// @throws io.tenuto.base.CorruptDataException if the message cannot be decoded; the builder is as before
    public void append(ByteSlice message) {
        validator.check(message);
        lock.lock();
        try {
            Check.state(!isSealed, "a sealed segment takes no more spans");
            request.reset(message);
            while (request.next()) {
                if (request.field() == OtlpFields.RESOURCE_SPANS) {
                    request.readBytes();
                    appendResourceSpans();
                } else {
                    request.skip();
                }
            }
            rowCount = spans.rowCount();
            count();
        } finally {
            lock.unlock();
        }
    }

    private void count() {
        memoryBytes = spans.memoryBytes() + resources.memoryBytes() + scopes.memoryBytes();
    }

    /// The resource and the schema URL may stand behind the spans, so they are looked for first.
    private void appendResourceSpans() {
        byte[] bytes = request.array();
        int from = request.valueStart();
        int to = request.valueEnd();
        int messageFrom = from;
        int messageTo = from;
        int urlFrom = from;
        int urlTo = from;
        resourceSpans.reset(bytes, from, to);
        while (resourceSpans.next()) {
            switch (resourceSpans.field()) {
                case OtlpFields.RESOURCE_SPANS_RESOURCE -> {
                    resourceSpans.readBytes();
                    messageFrom = resourceSpans.valueStart();
                    messageTo = resourceSpans.valueEnd();
                }
                case OtlpFields.RESOURCE_SPANS_SCHEMA_URL -> {
                    resourceSpans.readBytes();
                    urlFrom = resourceSpans.valueStart();
                    urlTo = resourceSpans.valueEnd();
                }
                default -> resourceSpans.skip();
            }
        }
        int resource = resources.intern(bytes, messageFrom, messageTo, urlFrom, urlTo);
        long seed = ByteHash.hash64(bytes, messageFrom, messageTo, ByteHash.hash64(bytes, urlFrom, urlTo, 1));
        resourceSpans.reset(bytes, from, to);
        while (resourceSpans.next()) {
            if (resourceSpans.field() == OtlpFields.RESOURCE_SPANS_SCOPE_SPANS) {
                resourceSpans.readBytes();
                appendScopeSpans(resource, seed);
            } else {
                resourceSpans.skip();
            }
        }
    }

    private void appendScopeSpans(int resource, long resourceHash) {
        byte[] bytes = resourceSpans.array();
        int from = resourceSpans.valueStart();
        int to = resourceSpans.valueEnd();
        int messageFrom = from;
        int messageTo = from;
        int urlFrom = from;
        int urlTo = from;
        scopeSpans.reset(bytes, from, to);
        while (scopeSpans.next()) {
            switch (scopeSpans.field()) {
                case OtlpFields.SCOPE_SPANS_SCOPE -> {
                    scopeSpans.readBytes();
                    messageFrom = scopeSpans.valueStart();
                    messageTo = scopeSpans.valueEnd();
                }
                case OtlpFields.SCOPE_SPANS_SCHEMA_URL -> {
                    scopeSpans.readBytes();
                    urlFrom = scopeSpans.valueStart();
                    urlTo = scopeSpans.valueEnd();
                }
                default -> scopeSpans.skip();
            }
        }
        int scope = scopes.intern(bytes, messageFrom, messageTo, urlFrom, urlTo);
        long seed = ByteHash.hash64(bytes, messageFrom, messageTo, resourceHash ^ urlTo - urlFrom);
        var place = new SpanTable.Place(resource, scope, resources.nameId(resource), seed);
        scopeSpans.reset(bytes, from, to);
        while (scopeSpans.next()) {
            if (scopeSpans.field() == OtlpFields.SCOPE_SPANS_SPANS) {
                scopeSpans.readBytes();
                spanReader.resetToValueOf(scopeSpans);
                spans.add(spanReader, place);
            } else {
                scopeSpans.skip();
            }
        }
    }

    public int rowCount() {
        return rowCount;
    }

    /// Bytes of all arrays that appending made.
    public long memoryBytes() {
        return memoryBytes;
    }

    /// Bytes that questions left here: what the last view made of its own, and what was learned of columns.
    public long questionBytes() {
        lock.lock();
        try {
            return lastView.derivedBytes() + learnedBytes.get();
        } finally {
            lock.unlock();
        }
    }

    /// What has been appended so far, whole requests only. Cheap; the same object while nothing came.
    public Segment view() {
        lock.lock();
        try {
            if (lastViewRows != spans.rowCount()) {
                lastView = new Segment("live", spans.view(resources, scopes));
                lastViewRows = spans.rowCount();
            }
            return lastView;
        } finally {
            lock.unlock();
        }
    }

    /// The final segment; nothing may be appended afterwards, and what only appending needed is let go.
    public Segment seal() {
        lock.lock();
        try {
            isSealed = true;
            spans.endAppending();
            count();
            return view();
        } finally {
            lock.unlock();
        }
    }
}
