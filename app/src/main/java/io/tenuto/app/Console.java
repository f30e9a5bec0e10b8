package io.tenuto.app;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// What a process says before it runs, and where it finds its files.
///
/// @param folder the working directory
/// @param environment the value of a variable, "" for none
record Console(PrintStream out, PrintStream err, Path folder, UnaryOperator<String> environment) {
    /// One log line, as the operator's collector takes it.
    void log(LogLine line) {
        err.println(line.logfmt());
    }
}
