/// What every object store must do.
package io.tenuto.objectstore;
