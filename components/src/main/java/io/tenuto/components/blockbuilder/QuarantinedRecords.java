package io.tenuto.components.blockbuilder;

import io.tenuto.base.Check;
import io.tenuto.spanlog.StoredRecord;
import java.util.List;

/// Raw records of one partition that no block could take, with why.
///
/// @param logIdentity of the log that their offsets belong to
/// @param records ascending by offset, at least one
public record QuarantinedRecords(String logIdentity, int partition, String reason, List<StoredRecord> records) {
    public QuarantinedRecords {
        records = List.copyOf(records);
        Check.argument(!records.isEmpty(), "a quarantine of no records");
    }
}
