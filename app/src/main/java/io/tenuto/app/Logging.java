package io.tenuto.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets the log up by code: reading logback's XML would cost a tenth of a second at every start.
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String APPENDER = "stderr";

    /// Called by logback when the first logger is asked for.
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger("com.linecorp.armeria").setLevel(Level.WARN);
        context.getLogger("io.netty").setLevel(Level.WARN);
        // Several listeners tell one registry of the same executor; that is no news to an operator.
        context.getLogger("io.micrometer.core.instrument.MeterRegistry").setLevel(Level.ERROR);
        context.getLogger("org.apache.kafka").setLevel(Level.WARN);
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender(context, false));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context, boolean json) {
        var encoder = new LogLineEncoder(json);
        encoder.setContext(context);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setName(APPENDER);
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /// Applies level and form that the settings name.
    static void apply(Settings settings) {
        Level level = level(settings.text("server.log_level", "info"));
        boolean json = isJson(settings.text("server.log_format", "logfmt"));
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) return;
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        if (!json) return;
        root.detachAppender(APPENDER);
        root.addAppender(appender(context, true));
    }

    static Level level(String name) {
        return switch (name) {
            case "debug" -> Level.DEBUG;
            case "info" -> Level.INFO;
            case "warn" -> Level.WARN;
            case "error" -> Level.ERROR;
            default -> throw new ConfigException(1, "failed parsing config: unrecognized log level \"" + name + "\"");
        };
    }

    private static boolean isJson(String name) {
        return switch (name) {
            case "logfmt" -> false;
            case "json" -> true;
            default -> throw new ConfigException(1, "failed parsing config: unrecognized log format \"" + name + "\"");
        };
    }
}
