package io.tenuto.spanlog;

final class MemorySpanLogTest extends SpanLogContract {
    @Override
    protected SpanLog openLog() {
        return new MemorySpanLog(new LogIdentity("memory"), 3);
    }
}
