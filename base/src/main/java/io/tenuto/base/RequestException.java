package io.tenuto.base;

/// The caller erred, or asked for more than may be given. The message is sent to the client as it stands.
public class RequestException extends RuntimeException {
    private final Fault fault;

    public RequestException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public RequestException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }

    public static RequestException invalid(String message) {
        return new RequestException(Fault.INVALID_ARGUMENT, message);
    }

    public static RequestException unsupported(String what) {
        return new RequestException(Fault.INVALID_ARGUMENT, "not supported yet: " + what);
    }
}
