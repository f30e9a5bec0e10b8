/// What is stored: a log of atomic commits in the object store. Open [io.tenuto.blocks.catalog.Catalog] first.
@NullMarked
package io.tenuto.blocks.catalog;

import org.jspecify.annotations.NullMarked;
