/// What survives a kill at any moment.
package io.tenuto.it.crash;
