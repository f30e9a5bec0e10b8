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
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
        QueryConfig given = QueryConfig.DEFAULT;
        var unlimited = new QueryConfig(
                Duration.ZERO,
                given.recent(),
                Duration.ZERO,
                Duration.ZERO,
                given.defaultResultLimit(),
                given.maxResultLimit(),
                given.defaultSpansPerSpanset(),
                given.maxSpansPerSpanset(),
                given.expressionBytesMax(),
                given.timeout(),
                given.pruning(),
                given.metrics());
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
        times.checkStep(step);
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
        assertThatThrownBy(() -> times.checkStep(times.step(parameters)))
                .isInstanceOf(RequestException.class)
                .hasMessage("step of 1µs is too small, minimum step for given range is 100ms");
    }

    /// Longer than a number of nanoseconds can tell is no duration.
    @Test
    void durationsThatOverflowAreNone() {
        assertThat(Durations.prometheusNanos("999999999999y")).isEmpty();
        assertThat(Durations.prometheusNanos("292y")).contains(292L * 365 * 86_400_000_000_000L);
    }
}
