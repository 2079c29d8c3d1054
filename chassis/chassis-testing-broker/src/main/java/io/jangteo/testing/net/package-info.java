/** A bad network between a service and a server, as a test wants it. */
package io.jangteo.testing.net;
