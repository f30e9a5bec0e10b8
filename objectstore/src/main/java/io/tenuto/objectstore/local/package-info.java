/// Objects as files of a folder.
@NullMarked
package io.tenuto.objectstore.local;

import org.jspecify.annotations.NullMarked;
