/// Clients that tests speak to servers with: OTLP over HTTP, queries as JSON.
@NullMarked
package io.tenuto.it.client;

import org.jspecify.annotations.NullMarked;
