package io.tenuto.it.cases;

import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.ArrayList;
import java.util.List;

/// Single names, as the tag APIs and policies give them.
final class Identifiers implements Family {
    @Override
    public String name() {
        return "identifiers";
    }

    @Override
    public List<String> run(Case testCase) {
        FieldReference reference;
        try {
            reference = TraceQl.parseIdentifier(testCase.text("input"));
        } catch (TraceQlException e) {
            if (!testCase.has("error")) return List.of("refused: " + e.getMessage());
            return Expect.same("error", testCase.text("error"), e.getMessage());
        }
        if (testCase.has("error")) return List.of("accepted");
        return switch (reference) {
            case IntrinsicField intrinsic -> intrinsic(testCase, intrinsic);
            case Attribute attribute -> attribute(testCase, attribute);
        };
    }

    private static List<String> intrinsic(Case testCase, IntrinsicField intrinsic) {
        List<String> problems = new ArrayList<>(Expect.same("name", testCase.text("name"), intrinsic.text()));
        problems.addAll(Expect.same("intrinsic", testCase.fields().get("intrinsic"), intrinsic.text()));
        return problems;
    }

    private static List<String> attribute(Case testCase, Attribute attribute) {
        List<String> problems = new ArrayList<>(Expect.same("name", testCase.text("name"), attribute.name()));
        boolean isOfParent = attribute instanceof Attribute.OfParent;
        problems.addAll(Expect.same("parent", testCase.isTrue("parent"), isOfParent));
        Attribute own = attribute instanceof Attribute.OfParent(Attribute of) ? of : attribute;
        String scope = own instanceof Attribute.Scoped(var key) ? key.scope().label() : "none";
        problems.addAll(Expect.same("scope", testCase.text("scope"), scope));
        problems.addAll(Expect.same("intrinsic", null, testCase.fields().get("intrinsic")));
        return problems;
    }
}
