package io.tenuto.app;

import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Settings;
import io.tenuto.app.config.StartRefusedException;
import io.tenuto.base.Clock;
import io.tenuto.base.Entropy;
import io.tenuto.server.ServerConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: started, waited for, stopped.
final class Service {
    private static final Logger log = LoggerFactory.getLogger(Service.class);
    private static final int EXIT_FAILED_START = 1;
    private static final int EXIT_FAILED_PART = 3;
    private static final int EXIT_STUCK = 4;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private Service() {}

    /// Runs until the process is asked to stop or a part fails; the exit code.
    static int run(Settings settings) {
        Logging.apply(settings);
        try {
            return serve(settings);
        } catch (ConfigException | StartRefusedException e) {
            throw e;
        } catch (Throwable e) {
            log.error("cannot start; cause={}", e.getMessage(), e);
            return EXIT_FAILED_START;
        }
    }

    private static int serve(Settings settings) throws Exception {
        var stop = new Stop(settings);
        var env = new Env(settings, Clock.system(), Entropy.system(), new PrometheusMetrics(), stop::fail);
        try {
            serveUntilStopped(settings, env, stop);
            log.info("stopped; exit={}", stop.exitCode());
            return stop.exitCode();
        } finally {
            stop.done();
        }
    }

    private static void serveUntilStopped(Settings settings, Env env, Stop stop) throws Exception {
        try (Running running = Targets.start(env)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stop::onSignal, "shutdown"));
            ServerConfig server = new Configs(settings).server();
            log.info(
                    "started; http=http://{}:{}/",
                    server.http().host(),
                    server.http().port());
            stop.awaitReason();
            running.announceStop();
            log.info("stopping; cause={}", stop.reason());
            if (!stop.hasFailed()) delayStop(settings);
        }
    }

    /// Why and how the process ends. The signal's thread waits until all parts are closed, then ends the process with
    /// our exit code instead of the signal's.
    private static final class Stop {
        private final CountDownLatch wanted = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Duration patience;

        Stop(Settings settings) {
            patience = settings.duration("shutdown_delay", Duration.ZERO).plus(STOP_PATIENCE);
        }

        void fail(Throwable cause) {
            if (failure.compareAndSet(null, cause)) log.error("a part failed, the process ends", cause);
            wanted.countDown();
        }

        void onSignal() {
            wanted.countDown();
            try {
                boolean closed = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
                Runtime.getRuntime().halt(closed ? exitCode() : EXIT_STUCK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitReason() throws InterruptedException {
            wanted.await();
        }

        boolean hasFailed() {
            return failure.get() != null;
        }

        String reason() {
            Throwable cause = failure.get();
            return cause == null ? "asked" : cause.toString();
        }

        int exitCode() {
            return hasFailed() ? EXIT_FAILED_PART : 0;
        }

        void done() {
            done.countDown();
        }
    }

    /// Time for balancers to notice that `/ready` fails.
    private static void delayStop(Settings settings) throws InterruptedException {
        Duration delay = settings.duration("shutdown_delay", Duration.ZERO);
        if (delay.isPositive()) Clock.system().sleep(delay);
    }
}
