package io.tenuto.app;

import io.tenuto.app.config.ConfigException;
import io.tenuto.app.config.Notices;
import io.tenuto.app.config.Settings;
import io.tenuto.app.config.StartChecks;
import io.tenuto.app.config.StartRefusedException;
import io.tenuto.app.config.Warnings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The process. Exit codes: 0 stopped as asked, 1 configuration or start failed, 2 wrong flags, 3 a part failed,
/// 4 a part would not stop.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var console = new Console(
                System.out,
                System.err,
                Path.of(""),
                name -> Optional.ofNullable(System.getenv(name)).orElse(""));
        System.exit(run(arguments, console, Service::run));
    }

    /// Does what the arguments ask for and returns the exit code.
    ///
    /// @param service runs the process on settings that passed all checks, until it is asked to stop
    static int run(String[] arguments, Console console, ToIntFunction<Settings> service) {
        try {
            Settings settings = Settings.read(arguments, console.folder(), console.environment());
            if (settings.hasFlag("version")) {
                console.out().print(Version.facts().text());
                return 0;
            }
            if (settings.hasFlag("health")) return HealthCheck.run(settings.flag("health.url", ""), console);
            return checked(settings, console, service);
        } catch (ConfigException e) {
            console.err().println(e.getMessage());
            return e.exitCode();
        } catch (StartRefusedException e) {
            console.log(LogLine.of("error", "error running Tenuto").with("err", String.valueOf(e.getMessage())));
            return 1;
        }
    }

    private static int checked(Settings settings, Console console, ToIntFunction<Settings> service) {
        for (String notice : Notices.load().of(settings)) console.log(LogLine.of("info", notice));
        List<String> warnings = Warnings.of(settings);
        if (!warnings.isEmpty()) console.log(LogLine.of("warn", "-- CONFIGURATION WARNINGS --"));
        for (String warning : warnings) console.log(LogLine.of("warn", warning));
        if (settings.hasFlag("config.verify")) return warnings.isEmpty() ? 0 : 1;
        String target = settings.text("target", "all");
        if (!StartChecks.isUserTarget(target)) {
            console.log(LogLine.of("warn", "selected target is an internal module, is this intended?")
                    .with("target", target));
        }
        StartChecks.check(settings);
        return service.applyAsInt(settings);
    }
}
