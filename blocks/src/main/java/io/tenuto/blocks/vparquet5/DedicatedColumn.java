package io.tenuto.blocks.vparquet5;

import io.tenuto.base.CorruptDataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// An attribute that has a column of its own in a foreign block.
///
/// @param scope `resource`, `span` or `event`
/// @param column the column's name: `String01` to `String20`, `Int01` to `Int05`
record DedicatedColumn(String scope, String attribute, String column) {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final int STRINGS_MAX = 20;
    private static final int INTS_MAX = 5;

    /// Assigns columns to the list `dedicatedColumns` of a block's meta. The i-th entry of a scope and type has the
    /// i-th spare column of that type; entries beyond the last have none.
    static List<DedicatedColumn> of(String metaJson) {
        var assigned = new ArrayList<DedicatedColumn>();
        Map<String, Integer> used = new HashMap<>();
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), metaJson)) {
            if (in.nextToken() != JsonToken.START_OBJECT) throw new CorruptDataException("meta is no object");
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = in.currentName();
                JsonToken value = in.nextToken();
                if (field.equals("dedicatedColumns") && value == JsonToken.START_ARRAY) {
                    while (in.nextToken() == JsonToken.START_OBJECT) assign(in, used, assigned);
                } else {
                    in.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new CorruptDataException("dedicated columns of a foreign meta: " + e.getMessage(), e);
        }
        return List.copyOf(assigned);
    }

    private static void assign(JsonParser in, Map<String, Integer> used, List<DedicatedColumn> into) {
        String scope = "span";
        String name = "";
        String type = "string";
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "s" -> scope = in.getString();
                case "n" -> name = in.getString();
                case "t" -> type = in.getString();
                default -> in.skipChildren();
            }
        }
        int number = used.merge(scope + "/" + type, 1, Integer::sum);
        boolean isString = type.equals("string");
        if (number > (isString ? STRINGS_MAX : INTS_MAX)) return;
        into.add(new DedicatedColumn(scope, name, (isString ? "String%02d" : "Int%02d").formatted(number)));
    }
}
