package io.tenuto.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/// Log events as lines; a stack trace follows its line in logfmt and is a field in JSON.
final class LogLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final byte[] NOTHING = {};

    private final boolean json;

    LogLineEncoder(boolean json) {
        this.json = json;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String logger = event.getLoggerName();
        var line = new LogLine()
                .with("ts", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
                .with("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
                .with("logger", logger.substring(logger.lastIndexOf('.') + 1))
                .with("thread", event.getThreadName())
                .with("msg", event.getFormattedMessage());
        var throwable = event.getThrowableProxy();
        String trace = throwable == null ? "" : ThrowableProxyUtil.asString(throwable);
        if (json && !trace.isEmpty()) line.with("stack", trace);
        String text = (json ? line.json() : line.logfmt()) + "\n" + (json ? "" : trace);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
