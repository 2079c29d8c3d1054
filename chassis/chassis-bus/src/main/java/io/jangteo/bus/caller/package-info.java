/**
 * Whom a call is made for. A gateway signs it, the service that is called checks it; services only
 * pass on what a gateway signed.
 */
package io.jangteo.bus.caller;
