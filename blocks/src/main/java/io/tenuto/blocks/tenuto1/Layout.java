package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where things lie in a block's file, as it stands in the meta.
///
/// @param dataBytes length of the file
record Layout(long dataBytes, Map<Part, Section> sections) {
    /// The pieces of the index.
    enum Part {
        /// Schema, row groups, shapes, resources and scopes: what every use needs.
        CORE,
        /// Membership of trace identifiers.
        FILTER,
        /// The trace table.
        TRACES,
        /// Distinct values of keys that have few.
        VALUES
    }

    private static final Pattern DATA = Pattern.compile("\"data\":(\\d{1,18})");
    private static final Pattern SECTION =
            Pattern.compile("\"(core|filter|traces|values)\":\\[(\\d{1,18}),(\\d{1,9}),(\\d{1,9}),(-?\\d{1,10})\\]");

    Layout {
        sections = Map.copyOf(sections);
    }

    Section section(Part part) {
        Section section = sections.get(part);
        if (section == null) throw new CorruptDataException("the layout has no section " + part);
        return section;
    }

    /// `{"data":N,"core":[offset,length,plain length,CRC32C],…}` in the order of [Part].
    String toJson() {
        var json = new StringBuilder("{\"data\":").append(dataBytes);
        for (Part part : Part.values()) {
            Section section = section(part);
            json.append(",\"%s\":[%d,%d,%d,%d]"
                    .formatted(
                            part.name().toLowerCase(Locale.ROOT),
                            section.offset(),
                            section.length(),
                            section.plainLength(),
                            section.checksum()));
        }
        return json.append('}').toString();
    }

    static Layout parse(String json) {
        Matcher data = DATA.matcher(json);
        Check.data(data.find(), "the layout lacks the length of the data: %s", json);
        var sections = new EnumMap<Part, Section>(Part.class);
        Matcher section = SECTION.matcher(json);
        while (section.find()) {
            long checksum = Long.parseLong(section.group(5));
            Check.data(checksum == (int) checksum, "checksum %s in the layout", checksum);
            sections.put(
                    Part.valueOf(section.group(1).toUpperCase(Locale.ROOT)),
                    new Section(
                            Long.parseLong(section.group(2)),
                            Integer.parseInt(section.group(3)),
                            Integer.parseInt(section.group(4)),
                            (int) checksum));
        }
        Check.data(sections.size() == Part.values().length, "the layout lacks sections: %s", json);
        long bytes = Long.parseLong(data.group(1));
        for (Section part : sections.values()) {
            Check.data(part.offset() + part.length() <= bytes, "a section lies outside the file: %s", json);
        }
        return new Layout(bytes, sections);
    }
}
