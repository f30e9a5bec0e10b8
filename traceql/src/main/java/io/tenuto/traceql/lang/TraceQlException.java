package io.tenuto.traceql.lang;

import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;

/// A query that does not parse, does not validate, or fails on its own operators. The message is for the client.
public final class TraceQlException extends RequestException {
    /// Where in a query's life it was found wrong.
    public enum Stage {
        PARSE,
        VALIDATE,
        EVALUATE
    }

    private final Stage stage;

    public TraceQlException(Stage stage, String message) {
        super(Fault.INVALID_ARGUMENT, message);
        this.stage = stage;
    }

    public Stage stage() {
        return stage;
    }

    /// The caret format of clients: positions count from 1; line 0 stands after a token of several characters.
    static TraceQlException atPosition(int line, int column, String message) {
        String where = line == 0 && column == 0 ? "" : "at line " + line + ", col " + column;
        return new TraceQlException(Stage.PARSE, "parse error " + where + ": " + message);
    }
}
