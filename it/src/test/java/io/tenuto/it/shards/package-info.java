/// How queries are cut into jobs, and that nobody sees it.
@NullMarked
package io.tenuto.it.shards;

import org.jspecify.annotations.NullMarked;
