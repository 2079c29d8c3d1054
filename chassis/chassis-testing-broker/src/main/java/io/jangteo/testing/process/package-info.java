/** Processes that a test stops, freezes and kills. */
package io.jangteo.testing.process;
