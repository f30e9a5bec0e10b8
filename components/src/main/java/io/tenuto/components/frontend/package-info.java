/// Plans queries over one snapshot and one cut, hands out jobs, merges what comes back.
///
/// Open [io.tenuto.components.frontend.QueryRunner] first. Knows no query kind by name; they are
/// [io.tenuto.components.frontend.QueryKind].
@NullMarked
package io.tenuto.components.frontend;

import org.jspecify.annotations.NullMarked;
