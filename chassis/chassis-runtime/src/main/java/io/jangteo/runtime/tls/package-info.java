/** Certificates and keys in PEM files, read whole and tried out before anybody relies on them. */
package io.jangteo.runtime.tls;
