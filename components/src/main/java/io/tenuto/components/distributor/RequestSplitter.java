package io.tenuto.components.distributor;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Splits a checked request by the partitions of its traces. Bytes are copied as they came; a resource and a scope are
/// written once per part that has spans of them. Used by one thread at a time and not again after it threw; what it
/// returns is the caller's.
///
/// Two walks: the first finds each span's partition and how large each part becomes, the second copies. A request of
/// one partition is returned as it is, without a copy.
final class RequestSplitter {
    /// A large resource over spans of many traces is repeated in each part. Beyond this growth the request stays whole
    /// in one partition: readers find its traces there as well, since they ask every partition.
    private static final int GROWTH_MAX = 4;
    /// Tag and length of a nested message.
    private static final int NESTING_BYTES = 6;

    private static final int CLOSED = -1;
    private static final ProtoWriter NONE = new ProtoWriter(0);

    private final int partitionCount;
    private final ProtoReader request = new ProtoReader();
    private final ProtoReader resourceSpans = new ProtoReader();
    private final ProtoReader scopeSpans = new ProtoReader();
    private final ProtoReader span = new ProtoReader();
    private final ProtoReader rest = new ProtoReader();
    /// The partition of each span, in the order of the request.
    private int[] partitions = new int[1024];

    private int spanCount;
    private final long[] partBytes;
    private final Touched inResource;
    private final Touched inScope;
    private final ProtoWriter[] parts;
    private final int[] resourceMarks;
    private final int[] scopeMarks;

    RequestSplitter(int partitionCount) {
        this.partitionCount = partitionCount;
        this.partBytes = new long[partitionCount];
        this.inResource = new Touched(partitionCount);
        this.inScope = new Touched(partitionCount);
        this.parts = new ProtoWriter[partitionCount];
        Arrays.fill(parts, NONE);
        this.resourceMarks = new int[partitionCount];
        this.scopeMarks = new int[partitionCount];
        Arrays.fill(resourceMarks, CLOSED);
        Arrays.fill(scopeMarks, CLOSED);
    }

    /// The partitions that the resource or scope at hand has spans of, each once.
    private static final class Touched {
        private final boolean[] isIn;
        private final int[] members;
        private int count;

        Touched(int partitionCount) {
            isIn = new boolean[partitionCount];
            members = new int[partitionCount];
        }

        void add(int partition) {
            if (isIn[partition]) return;
            isIn[partition] = true;
            members[count++] = partition;
        }

        void clear() {
            for (int i = 0; i < count; i++) isIn[members[i]] = false;
            count = 0;
        }
    }

    /// The parts by ascending partition, at least one.
    ///
    /// @param message a request with a span, every trace identifier of 16 bytes
    List<RequestPart> split(ByteSlice message) {
        if (partitionCount == 1) return List.of(new RequestPart(0, message));
        measure(message);
        int first = partitions[0];
        if (isWhole() || outputBytes() > (long) GROWTH_MAX * message.length()) {
            return List.of(new RequestPart(first, message));
        }
        copy(message);
        var found = new ArrayList<RequestPart>();
        for (int p = 0; p < partitionCount; p++) {
            if (partBytes[p] == 0) continue;
            // The writer is not used again, so its bytes need no copy.
            found.add(new RequestPart(p, parts[p].view()));
            parts[p] = NONE;
        }
        return found;
    }

    private boolean isWhole() {
        int used = 0;
        for (long bytes : partBytes) if (bytes > 0) used++;
        return used == 1;
    }

    private long outputBytes() {
        long bytes = 0;
        for (long part : partBytes) bytes += part;
        return bytes;
    }

    private void measure(ByteSlice message) {
        spanCount = 0;
        Arrays.fill(partBytes, 0);
        request.reset(message);
        while (enter(request, OtlpFields.RESOURCE_SPANS, resourceSpans)) {
            int scopesBytes = 0;
            while (enter(resourceSpans, OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, scopeSpans)) {
                scopesBytes += resourceSpans.position() - resourceSpans.tagStart();
                measureScope(resourceSpans.valueLength());
            }
            charge(inResource, request.valueLength() - scopesBytes);
        }
        Check.invariant(spanCount > 0, "a request without spans has no partition");
    }

    private void measureScope(int scopeBytes) {
        int spansBytes = 0;
        while (enter(scopeSpans, OtlpFields.SCOPE_SPANS_SPANS, span)) {
            int bytes = scopeSpans.position() - scopeSpans.tagStart();
            int partition = partitionOfSpan();
            if (spanCount == partitions.length) partitions = Arrays.copyOf(partitions, 2 * spanCount);
            partitions[spanCount++] = partition;
            partBytes[partition] += bytes;
            spansBytes += bytes;
            inScope.add(partition);
            inResource.add(partition);
        }
        charge(inScope, scopeBytes - spansBytes);
    }

    /// Adds what is written once per partition of `touched`.
    private void charge(Touched touched, int bytes) {
        for (int i = 0; i < touched.count; i++) partBytes[touched.members[i]] += bytes + NESTING_BYTES;
        touched.clear();
    }

    /// The last trace identifier counts, as for every reader of protobuf.
    private int partitionOfSpan() {
        int at = CLOSED;
        while (span.next()) {
            span.skip();
            if (span.field() == OtlpFields.SPAN_TRACE_ID) at = span.valueStart();
        }
        Check.invariant(at != CLOSED, "a span without trace id passed the check");
        return TracePartition.of(span.array(), at, partitionCount);
    }

    private void copy(ByteSlice message) {
        for (int p = 0; p < partitionCount; p++) {
            if (partBytes[p] > 0) parts[p] = new ProtoWriter(Math.toIntExact(partBytes[p] + 2 * NESTING_BYTES));
        }
        int next = 0;
        request.reset(message);
        while (enter(request, OtlpFields.RESOURCE_SPANS, resourceSpans)) {
            while (enter(resourceSpans, OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, scopeSpans)) {
                while (scopeSpans.next()) {
                    scopeSpans.skip();
                    if (scopeSpans.field() == OtlpFields.SCOPE_SPANS_SPANS) copySpan(partitions[next++]);
                }
                end(inScope, scopeMarks);
            }
            end(inResource, resourceMarks);
        }
    }

    private void copySpan(int partition) {
        ProtoWriter out = parts[partition];
        if (resourceMarks[partition] == CLOSED) {
            resourceMarks[partition] = out.begin(OtlpFields.RESOURCE_SPANS);
            inResource.add(partition);
            copyAllBut(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, request, out);
        }
        if (scopeMarks[partition] == CLOSED) {
            scopeMarks[partition] = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
            inScope.add(partition);
            copyAllBut(OtlpFields.SCOPE_SPANS_SPANS, resourceSpans, out);
        }
        out.raw(scopeSpans.array(), scopeSpans.tagStart(), scopeSpans.position() - scopeSpans.tagStart());
    }

    /// Copies the fields of the value that `outer` is at, but those numbered `field`.
    private void copyAllBut(int field, ProtoReader outer, ProtoWriter out) {
        rest.resetToValueOf(outer);
        while (rest.next()) {
            rest.skip();
            if (rest.field() == field) continue;
            out.raw(rest.array(), rest.tagStart(), rest.position() - rest.tagStart());
        }
    }

    private void end(Touched touched, int[] marks) {
        for (int i = 0; i < touched.count; i++) {
            int partition = touched.members[i];
            parts[partition].end(marks[partition]);
            marks[partition] = CLOSED;
        }
        touched.clear();
    }

    /// Goes to the next field of that number and sets `inner` to it; false at the end.
    private static boolean enter(ProtoReader outer, int field, ProtoReader inner) {
        while (outer.next()) {
            outer.skip();
            if (outer.field() != field) continue;
            inner.resetToValueOf(outer);
            return true;
        }
        return false;
    }
}
