package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.QueryParams;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.metrics.MetricsEngine;
import io.tenuto.traceql.metrics.MetricsRequest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricsTimesTest {
    private static final long NOW = 1_700_000_000_123_456_789L;
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "9999999999",
            "-999999999",
            "9223372036854775807",
            "-9223372036854775808",
            "99999999999999999999",
            "1700000000",
            "1700000000.5",
            "99999999999999999999.5",
            "9223372036854775.5",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "x");
    private static final List<String> DURATIONS = List.of(
            "0", "1ns", "1", "1e300", "99999999999999999999", "292y", "999999999999y", "2562047h", "100ms", "-5");

    private static Parameters parameters(String query) {
        QueryConfig unlimited = QueryConfig.DEFAULT.ofParts();
        return new Parameters(QueryParams.fromQueryString(query), unlimited, Clock.system());
    }

    /// Whatever numbers a client writes, it gets an answer or is told what is wrong with them.
    @Test
    void anyNumbersAreAnsweredOrRefused() {
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String query = "start=" + pick(NUMBERS, random) + "&end=" + pick(NUMBERS, random);
            if (random.nextBoolean()) query += "&step=" + pick(DURATIONS, random);
            if (random.nextInt(4) == 0) query = "since=" + pick(DURATIONS, random) + "&end=" + pick(NUMBERS, random);
            try {
                assertThat(series(parameters(query))).as(query).isLessThanOrEqualTo(1);
            } catch (RequestException e) {
                assertThat(e.fault()).as(query).isEqualTo(Fault.INVALID_ARGUMENT);
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError(query, e);
            }
        }
        assertThat(refused).isBetween(2_000, 19_500);
    }

    private static int series(Parameters parameters) {
        MetricsTimes times = MetricsTimes.asked(parameters, NOW);
        long step = times.step(parameters);
        MetricsTimes within = times.within(NOW, parameters.config());
        times.checkStep(step, 10_000);
        MetricsTimes aligned = within.aligned(step, NOW);
        var query = (Query.Metrics) TraceQl.parse("{} | rate()");
        var request = new MetricsRequest(query, aligned.start(), aligned.end(), step, false, 0, 0);
        return MetricsEngine.finish(request, MetricsEngine.run(request, List.of(), Deadline.none()), Deadline.none())
                .series()
                .size();
    }

    private static String pick(List<String> of, Random random) {
        return of.get(random.nextInt(of.size())).replace("+", "%2B");
    }

    @Test
    void aBillionIntervalsAreRefusedWithTheLeastStepThatIsAllowed() {
        Parameters parameters = parameters("start=1000000000&end=1000001000&step=1us");
        MetricsTimes times = MetricsTimes.asked(parameters, NOW);
        assertThatThrownBy(() -> times.checkStep(times.step(parameters), 10_000))
                .isInstanceOf(RequestException.class)
                .hasMessage("step of 1µs is too small, minimum step for given range is 100ms");
    }

    @Test
    void withoutALimitOfIntervalsThereIsStillOne() {
        Parameters parameters = parameters("start=1000000000&end=1000001000&step=1us");
        MetricsTimes times = MetricsTimes.asked(parameters, NOW);
        assertThatThrownBy(() -> times.checkStep(times.step(parameters), 0))
                .isInstanceOf(RequestException.class)
                .hasMessageEndingWith("minimum step for given range is 1ms");
    }

    @Test
    void anInstantLosesWholeSecondsBehindTheCutoff() {
        MetricsTimes times = MetricsTimes.asked(parameters("start=1699999000&end=1700000010.5"), NOW);
        assertThat(times.withinSeconds(NOW, QueryConfig.DEFAULT.ofParts()).end())
                .isEqualTo(1_699_999_999_500_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 1700000000000000000",
        "1700000000.25, 1700000000250000000",
        "1700000000.0004, 1700000000000000000",
        "1.7e9, 1700000000000000000",
        "-1.5, -1500000000",
        "1700000000000000001, 1700000000000000001",
        "2023-11-14T22:13:20Z, 1700000000000000000",
        "2023-11-14T23:13:20.5%2B01:00, 1700000000500000000"
    })
    void timesAreSecondsOrNanosecondsOrDates(String text, long nanos) {
        assertThat(MetricsTimes.asked(parameters("end=9000000000&start=" + text), NOW)
                        .start())
                .isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "90, 90000000000",
        "90.5, 90500000000",
        ".5, 500000000",
        "%2B1e3, 1000000000000",
        "1m30.5s, 90500000000",
        "1h, 3600000000000",
        "0, 0"
    })
    void stepsAreSecondsOrDurations(String text, long nanos) {
        Parameters parameters = parameters("start=1&end=99999&step=" + text);
        assertThat(MetricsTimes.asked(parameters, NOW).step(parameters)).isEqualTo(nanos);
    }

    /// Longer than a number of nanoseconds can tell is no duration.
    @Test
    void durationsThatOverflowAreRefused() {
        assertThatThrownBy(() -> Durations.prometheusNanos("293y")).hasMessage("duration out of range");
        assertThat(Durations.prometheusNanos("292y")).isEqualTo(292L * 365 * 86_400_000_000_000L);
        assertThat(Durations.prometheusNanos("1d2h3ms")).isEqualTo(93_600_003_000_000L);
    }
}
