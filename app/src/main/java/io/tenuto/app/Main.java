package io.tenuto.app;

import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Settings;
import io.tenuto.base.Clock;
import io.tenuto.base.Entropy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process. Exit codes: 0 stopped as asked, 1 configuration or start failed, 2 wrong flags, 3 a part failed.
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final int EXIT_FAILED_PART = 3;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            Settings settings = Settings.read(arguments);
            if (settings.hasFlag("version")) {
                System.out.println("tenuto, version " + Version.OWN);
                return 0;
            }
            if (settings.hasFlag("config.verify")) {
                new Configs(settings).server();
                return 0;
            }
            return serve(settings);
        } catch (ConfigException e) {
            (e.exitCode() == 0 ? System.out : System.err).println(e.getMessage());
            return e.exitCode();
        } catch (Exception e) {
            log.error("cannot start; cause={}", e.getMessage(), e);
            System.err.println("tenuto: cannot start: " + e.getMessage());
            return 1;
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
