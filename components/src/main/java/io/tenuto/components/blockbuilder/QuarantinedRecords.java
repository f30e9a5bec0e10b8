package io.tenuto.components.blockbuilder;

import io.tenuto.spanlog.StoredRecord;
import java.util.List;

/// Raw records that no block could take, with why.
public record QuarantinedRecords(int partition, String reason, List<StoredRecord> records) {
    public QuarantinedRecords {
        records = List.copyOf(records);
    }
}
