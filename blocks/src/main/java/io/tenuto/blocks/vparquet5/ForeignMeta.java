package io.tenuto.blocks.vparquet5;

import io.tenuto.base.CorruptDataException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The fields of a foreign block's `meta.json` that matter here.
///
/// @param replicationFactor 0 where absent
/// @param bloomShards 10 where absent or 0
record ForeignMeta(
        String format,
        String blockId,
        Instant start,
        Instant end,
        long traceCount,
        long sizeBytes,
        int bloomShards,
        int replicationFactor) {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final int BLOOM_SHARDS_DEFAULT = 10;
    private static final int BLOOM_SHARDS_MAX = 1000;

    static ForeignMeta parse(String json) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new Fields().read(in);
        } catch (JacksonException | DateTimeException e) {
            throw new CorruptDataException("foreign meta: " + e.getMessage(), e);
        }
    }

    private static final class Fields {
        private String format = "";
        private String blockId = "";
        private Instant start = Instant.EPOCH;
        private Instant end = Instant.EPOCH;
        private long traces;
        private long size;
        private int shards;
        private int replication;

        ForeignMeta read(JsonParser in) {
            if (in.nextToken() != JsonToken.START_OBJECT) throw new CorruptDataException("foreign meta is no object");
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "format" -> format = in.getString();
                    case "blockID" -> blockId = in.getString();
                    case "startTime" ->
                        start = OffsetDateTime.parse(in.getString()).toInstant();
                    case "endTime" -> end = OffsetDateTime.parse(in.getString()).toInstant();
                    case "totalObjects" -> traces = in.getLongValue();
                    case "size" -> size = in.getLongValue();
                    case "bloomShards" -> shards = in.getIntValue();
                    case "replicationFactor" -> replication = in.getIntValue();
                    default -> in.skipChildren();
                }
            }
            int bloomShards = shards <= 0 ? BLOOM_SHARDS_DEFAULT : Math.min(shards, BLOOM_SHARDS_MAX);
            return new ForeignMeta(format, blockId, start, end, traces, size, bloomShards, replication);
        }
    }
}
