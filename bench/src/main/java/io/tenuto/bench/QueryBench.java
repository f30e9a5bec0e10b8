package io.tenuto.bench;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks a server over HTTP what users ask, live and from stored blocks, and prints process CPU per request.
final class QueryBench {
    private static final int PARTS = 4;
    private static final int ALL = 100_000;
    private static final long WARM_UP_ROUND_NANOS = 1_000_000_000L;
    private static final long WARM_UP_NANOS_MAX = 5_000_000_000L;
    private static final double STABLE = 0.95;
    /// The system counts CPU time in steps of 10 ms: a hundred cheap answers would be measured in a handful of them.
    private static final long MEASURED_NANOS_MIN = 1_000_000_000L;
    private static final Pattern TRACE_ID = Pattern.compile("\"traceID\":\"([0-9a-f]+)\"");

    /// One request.
    ///
    /// @param targetMillis CPU it may cost in the end; 0 where none is set
    private record Question(String name, String path, double targetMillis) {}

    /// What answering cost.
    private record Cost(double wallMillis, double cpuMillis, int bytes) {}

    private final BenchServer server;
    private final int runs;
    private final Pattern part;

    private QueryBench(BenchServer server, int runs, Pattern part) {
        this.server = server;
        this.runs = runs;
        this.part = part;
    }

    /// @param part a regular expression: only the questions of whose name it matches some part are asked; "" for all
    static void run(int spans, int runs, String part) throws Exception {
        Circumstances.print(
                "query",
                "result caches off, one client, at least " + runs
                        + " runs and a second each, after a warm-up until stable");
        try (BenchServer server = BenchServer.start(BenchServer.Options.ON_DEMAND)) {
            var bench = new QueryBench(server, runs, Pattern.compile(part));
            long now = System.currentTimeMillis();
            var generator = new TrafficGenerator(7, now * 1_000_000);
            bench.measure(generator, spans, now / 1000);
        }
    }

    private void measure(TrafficGenerator generator, int spans, long start) throws Exception {
        List<Load> loads = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) loads.add(Load.of(generator, spans / PARTS));
        LoadChecks.print(loads.getFirst());
        loads.getFirst().send(server.otlp());
        System.out.printf("%nlive, %d spans%n", loads.getFirst().spans());
        List<Cost> live = table(start);
        server.flush();
        System.out.printf("%none block, %d spans%n", loads.getFirst().spans());
        List<Cost> stored = table(start);
        compare(start, live, stored);
        for (Load load : loads.subList(1, PARTS)) {
            load.send(server.otlp());
            server.flush();
        }
        System.out.printf("%n%d blocks, %d spans%n", PARTS, generator.spans());
        table(start);
        System.out.printf("peak RSS %d MB%n", server.peakMegabytes());
    }

    private void compare(long start, List<Cost> live, List<Cost> stored) throws Exception {
        System.out.printf("%nCPU of live rows by CPU of the block of the same rows%n");
        List<Question> questions = questions(start);
        for (int i = 0; i < questions.size(); i++) {
            double ratio = live.get(i).cpuMillis() / stored.get(i).cpuMillis();
            System.out.printf("%10.2f  %s%n", ratio, questions.get(i).name());
        }
    }

    /// Measures each question after a warm-up with all of them: what the first ones compile serves the others, so that
    /// without it those would seem dear which come first.
    private List<Cost> table(long start) throws Exception {
        var costs = new ArrayList<Cost>();
        List<Question> questions = questions(start);
        double[] cold = new double[questions.size()];
        for (int i = 0; i < cold.length; i++) {
            long started = System.nanoTime();
            ask(questions.get(i));
            cold[i] = (System.nanoTime() - started) / 1e6;
            warmUp(questions.get(i));
        }
        System.out.printf("%10s %10s %10s %8s %9s  %s%n", "cold ms", "wall ms", "CPU ms", "target", "bytes", "query");
        for (int i = 0; i < cold.length; i++) {
            Question question = questions.get(i);
            Cost cost = cost(question);
            costs.add(cost);
            System.out.printf(
                    "%10.1f %10.2f %10.2f %8s %9d  %s%n",
                    cold[i],
                    cost.wallMillis(),
                    cost.cpuMillis(),
                    question.targetMillis() == 0 ? "" : "%.0f".formatted(question.targetMillis()),
                    cost.bytes(),
                    question.name());
        }
        return costs;
    }

    private Cost cost(Question question) throws Exception {
        round(question);
        double[] walls = new double[runs];
        double cpuBefore = server.cpuSeconds();
        long begun = System.nanoTime();
        int bytes = 0;
        int asked = 0;
        for (; asked < runs || System.nanoTime() - begun < MEASURED_NANOS_MIN; asked++) {
            long from = System.nanoTime();
            bytes = ask(question);
            if (asked == walls.length) walls = Arrays.copyOf(walls, asked * 2);
            walls[asked] = (System.nanoTime() - from) / 1e6;
        }
        double cpu = (server.cpuSeconds() - cpuBefore) * 1000 / asked;
        Arrays.sort(walls, 0, asked);
        return new Cost(walls[asked / 2], cpu, bytes);
    }

    /// Asks until a round costs about what the one before did: the compiler of the server has then done its work.
    private void warmUp(Question question) throws Exception {
        long started = System.nanoTime();
        double before = Double.MAX_VALUE;
        while (System.nanoTime() - started < WARM_UP_NANOS_MAX) {
            double each = round(question);
            if (each > before * STABLE) return;
            before = each;
        }
    }

    /// CPU seconds of each answer.
    private double round(Question question) throws Exception {
        double cpuBefore = server.cpuSeconds();
        long from = System.nanoTime();
        int asked = 0;
        for (; asked < runs || System.nanoTime() - from < WARM_UP_ROUND_NANOS; asked++) ask(question);
        return (server.cpuSeconds() - cpuBefore) / asked;
    }

    private int ask(Question question) throws Exception {
        HttpResponse<String> answer = server.call("GET", question.path());
        boolean isMiss = question.name().endsWith("miss") && answer.statusCode() == 404;
        if (answer.statusCode() != 200 && !isMiss)
            throw new IllegalStateException(question.name() + ": " + answer.statusCode() + " " + answer.body());
        return answer.body().length();
    }

    private List<Question> questions(long start) throws Exception {
        String range = "&start=" + (start - 600) + "&end=" + (start + 3000);
        var all = new ArrayList<Question>();
        all.add(new Question("trace by id, hit", "/api/v2/traces/" + someTrace(range), 10));
        all.add(new Question("trace by id, miss", "/api/traces/0123456789abcdef0123456789abcdef", 5));
        for (Object[] search : SEARCHES) {
            String path = "/api/search?q=" + encoded((String) search[0]) + "&limit=" + search[1] + range;
            all.add(new Question(search[0] + ", limit " + search[1], path, (Integer) search[2]));
        }
        for (Object[] metrics : METRICS) {
            String path = "/api/metrics/query_range?q=" + encoded((String) metrics[0]) + "&step=15s" + range;
            all.add(new Question((String) metrics[0], path, (Integer) metrics[1]));
        }
        all.add(new Question("tag names", "/api/v2/search/tags?x=1" + range, 5));
        all.add(new Question("values of service", "/api/v2/search/tag/resource.service.name/values?x=1" + range, 5));
        all.add(new Question("values of route", "/api/v2/search/tag/span.http.route/values?x=1" + range, 5));
        all.add(new Question(
                "values of status code", "/api/v2/search/tag/span.http.status_code/values?x=1" + range, 5));
        all.removeIf(question -> !part.matcher(question.name()).find());
        return all;
    }

    private String someTrace(String range) throws Exception {
        String found = server.call("GET", "/api/search?limit=1&q=" + encoded("{ status = error }") + range)
                .body();
        Matcher matcher = TRACE_ID.matcher(found);
        if (!matcher.find()) throw new IllegalStateException("no trace: " + found);
        return matcher.group(1);
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    /// Query, limit, target.
    private static final Object[][] SEARCHES = {
        {"{ resource.service.name = `payment` }", 20, 5},
        {"{ status = error && duration > 200ms }", 20, 5},
        {"{ span.user.id = `u777` }", 20, 15},
        {"{ span.request.id = `nothing` }", 20, 5},
        {"{ .request.id = `nothing` }", 20, 10},
        {"{ span.nothing = `x` }", 20, 2},
        {"{ span.http.url =~ `.*nothing.*` }", 20, 40},
        {"{ name = `nothing` }", 20, 0},
        {"{ span.http.status_code = 999 }", 20, 0},
        {"{ duration > 1h }", 20, 0},
        {"{ resource.service.name = `payment` && span.http.status_code = 404 && duration > 10ms }", ALL, 15},
        {"{ resource.service.name = `frontend` } >> { resource.service.name = `payment` && status = error }", ALL, 40},
        {"{ status = error } | count() > 3", ALL, 20},
        {"{ span.db.rows > 490 } | select(span.db.statement)", ALL, 80},
    };

    /// Query, target.
    private static final Object[][] METRICS = {
        {"{} | rate()", 5},
        {"{} | rate() by (resource.service.name)", 15},
        {"{ kind = server } | quantile_over_time(duration, .99) by (resource.service.name)", 30},
        {"{ status = error } | rate() by (span.http.route)", 10},
        {"{ span.db.rows > 1 } | histogram_over_time(duration)", 30},
        {"{ resource.service.name = `payment` } | compare({ status = error })", 150},
    };
}
