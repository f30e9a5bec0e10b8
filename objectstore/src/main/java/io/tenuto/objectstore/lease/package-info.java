/// Who may use a store's prefix alone: a chain of objects, each put if absent. Open
/// [io.tenuto.objectstore.lease.StoreLease] first. Knows nothing of what the holder does with the prefix.
@NullMarked
package io.tenuto.objectstore.lease;

import org.jspecify.annotations.NullMarked;
