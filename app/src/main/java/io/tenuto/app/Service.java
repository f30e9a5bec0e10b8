package io.tenuto.app;

import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Settings;
import io.tenuto.app.config.StartRefusedException;
import io.tenuto.base.Clock;
import io.tenuto.base.Entropy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: started, waited for, stopped.
final class Service {
    private static final Logger log = LoggerFactory.getLogger(Service.class);
    private static final int EXIT_FAILED_START = 1;
    private static final int EXIT_FAILED_PART = 3;

    private Service() {}

    /// Runs until the process is asked to stop or a part fails; the exit code.
    static int run(Settings settings) {
        Logging.apply(settings);
        try {
            return serve(settings);
        } catch (ConfigException | StartRefusedException e) {
            throw e;
        } catch (Exception e) {
            log.error("cannot start; cause={}", e.getMessage(), e);
            return EXIT_FAILED_START;
        }
    }

    private static int serve(Settings settings) throws Exception {
        var fatal = new AtomicReference<Throwable>();
        var ended = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var env = new Env(settings, Clock.system(), Entropy.system(), new PrometheusMetrics(), cause -> {
            fatal.compareAndSet(null, cause);
            ended.countDown();
        });
        try (Running running = Targets.start(env)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                ended.countDown();
                                awaitQuietly(stopped);
                            },
                            "shutdown"));
            Configs config = new Configs(settings);
            log.info(
                    "started; http=http://{}:{}/",
                    config.server().http().host(),
                    config.server().http().port());
            ended.await();
            log.info("stopping; cause={}", fatal.get() == null ? "asked" : fatal.get());
        } finally {
            stopped.countDown();
        }
        return fatal.get() == null ? 0 : EXIT_FAILED_PART;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
