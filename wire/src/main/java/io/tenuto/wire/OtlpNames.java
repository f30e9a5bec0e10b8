package io.tenuto.wire;

/// Names of OTLP's enumerations by number. Source: the OTLP trace messages.
public final class OtlpNames {
    static final String[] KINDS = {
        "SPAN_KIND_UNSPECIFIED",
        "SPAN_KIND_INTERNAL",
        "SPAN_KIND_SERVER",
        "SPAN_KIND_CLIENT",
        "SPAN_KIND_PRODUCER",
        "SPAN_KIND_CONSUMER"
    };
    static final String[] CODES = {"STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"};

    private OtlpNames() {}

    /// The name of a span kind; "" for 0 and for numbers without a name.
    public static String kind(int number) {
        return number > 0 && number < KINDS.length ? KINDS[number] : "";
    }

    /// The name of a status code; that of 0 for numbers without a name.
    public static String code(int number) {
        return CODES[number >= 0 && number < CODES.length ? number : 0];
    }
}
