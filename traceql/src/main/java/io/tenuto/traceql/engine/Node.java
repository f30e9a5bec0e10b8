package io.tenuto.traceql.engine;

/// A compiled condition over the rows of a batch. Keeps results per dictionary, so used by one thread.
interface Node {
    /// Which of the rows in `mask` satisfy it.
    long[] evaluate(BatchView view, long[] mask);

    /// Rows for which both hold.
    record And(Node left, Node right) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            long[] kept = left.evaluate(view, mask);
            return Bits.isEmpty(kept) ? kept : right.evaluate(view, kept);
        }
    }

    /// Rows for which one holds.
    record Or(Node left, Node right) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            long[] first = left.evaluate(view, mask);
            long[] rest = Bits.andNot(mask, first);
            return Bits.isEmpty(rest) ? first : Bits.or(first, right.evaluate(view, rest));
        }
    }

    /// Rows for which it does not hold; only over conditions that are true or false for every row.
    record Not(Node operand) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            return Bits.andNot(mask, operand.evaluate(view, mask));
        }
    }

    /// All rows, or none.
    record Constant(boolean holds) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            return holds ? mask : new long[mask.length];
        }
    }
}
