package io.tenuto.traceql.lang;

import java.util.List;

/// A value: a literal of a query, or what an expression evaluates to. Equality is by type and value.
public sealed interface Static extends FieldExpression {
    Static NIL = new Nil();
    Static TRUE = new Bool(true);
    Static FALSE = new Bool(false);

    StaticType type();

    record Nil() implements Static {
        @Override
        public StaticType type() {
            return StaticType.NIL;
        }
    }

    record Int(long value) implements Static {
        @Override
        public StaticType type() {
            return StaticType.INT;
        }
    }

    record Float(double value) implements Static {
        @Override
        public StaticType type() {
            return StaticType.FLOAT;
        }
    }

    record Text(String value) implements Static {
        @Override
        public StaticType type() {
            return StaticType.STRING;
        }
    }

    record Bool(boolean value) implements Static {
        @Override
        public StaticType type() {
            return StaticType.BOOL;
        }
    }

    record Duration(long nanos) implements Static {
        @Override
        public StaticType type() {
            return StaticType.DURATION;
        }
    }

    record Status(StatusValue value) implements Static {
        @Override
        public StaticType type() {
            return StaticType.STATUS;
        }
    }

    record Kind(KindValue value) implements Static {
        @Override
        public StaticType type() {
            return StaticType.KIND;
        }
    }

    record Ints(List<Long> values) implements Static {
        public Ints {
            values = List.copyOf(values);
        }

        @Override
        public StaticType type() {
            return StaticType.INTS;
        }
    }

    record Floats(List<Double> values) implements Static {
        public Floats {
            values = List.copyOf(values);
        }

        @Override
        public StaticType type() {
            return StaticType.FLOATS;
        }
    }

    record Texts(List<String> values) implements Static {
        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public StaticType type() {
            return StaticType.STRINGS;
        }
    }

    record Bools(List<Boolean> values) implements Static {
        public Bools {
            values = List.copyOf(values);
        }

        @Override
        public StaticType type() {
            return StaticType.BOOLS;
        }
    }

    /// Span status. The declared order is the one that min and max use.
    enum StatusValue {
        ERROR("error", 2),
        OK("ok", 1),
        UNSET("unset", 0);

        private final String text;
        private final int otlpCode;

        StatusValue(String text, int otlpCode) {
            this.text = text;
            this.otlpCode = otlpCode;
        }

        public String text() {
            return text;
        }

        public int otlpCode() {
            return otlpCode;
        }

        /// UNSET for codes that OTLP does not know.
        public static StatusValue ofOtlp(long code) {
            return code == 2 ? ERROR : code == 1 ? OK : UNSET;
        }
    }

    /// Span kind. The declared order is the one that min and max use.
    enum KindValue {
        UNSPECIFIED("unspecified", 0),
        INTERNAL("internal", 1),
        CLIENT("client", 3),
        SERVER("server", 2),
        PRODUCER("producer", 4),
        CONSUMER("consumer", 5);

        private static final KindValue[] BY_OTLP = {UNSPECIFIED, INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER};

        private final String text;
        private final int otlpCode;

        KindValue(String text, int otlpCode) {
            this.text = text;
            this.otlpCode = otlpCode;
        }

        public String text() {
            return text;
        }

        public int otlpCode() {
            return otlpCode;
        }

        /// UNSPECIFIED for codes that OTLP does not know.
        public static KindValue ofOtlp(long code) {
            return code >= 0 && code < BY_OTLP.length ? BY_OTLP[(int) code] : UNSPECIFIED;
        }
    }
}
