package io.tenuto.server;

import com.linecorp.armeria.common.HttpHeaders;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.model.TenantId;
import java.util.ArrayList;
import java.util.List;

/// Who asks: the `X-Scope-OrgID` header, or the single tenant without multitenancy.
record Tenants(ServerConfig.Tenancy tenancy) {
    static final String HEADER = "x-scope-orgid";
    static final String MISSING = "no org id";
    static final String SEVERAL = "multiple org IDs present";

    /// The one tenant that may write. Without the header the sender may come again; with an empty one it is wrong.
    TenantId writer(HttpHeaders headers) {
        if (tenancy == ServerConfig.Tenancy.SINGLE) return TenantId.SINGLE;
        String header = headers.get(HEADER, "");
        if (header.isEmpty()) {
            Fault fault = headers.contains(HEADER) ? Fault.INVALID_ARGUMENT : Fault.UNAVAILABLE;
            throw new RequestException(fault, MISSING);
        }
        if (header.indexOf('|') >= 0) throw RequestException.invalid(SEVERAL);
        return parse(header);
    }

    /// The tenants whose data is asked for, distinct and ascending.
    List<TenantId> readers(String header) {
        if (tenancy == ServerConfig.Tenancy.SINGLE) return List.of(TenantId.SINGLE);
        if (header.isEmpty()) throw new RequestException(Fault.UNAUTHENTICATED, MISSING + "\n");
        if (tenancy == ServerConfig.Tenancy.ONE_A_QUERY && header.indexOf('|') >= 0) {
            throw RequestException.invalid(SEVERAL);
        }
        var tenants = new ArrayList<TenantId>();
        for (String part : header.split("\\|", -1)) {
            if (part.isEmpty()) throw RequestException.invalid(MISSING);
            tenants.add(parse(part));
        }
        return tenants.stream().distinct().sorted().toList();
    }

    private static TenantId parse(String header) {
        int colon = header.indexOf(':');
        try {
            return new TenantId(colon < 0 ? header : header.substring(0, colon));
        } catch (IllegalArgumentException e) {
            throw new RequestException(Fault.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
        }
    }
}
