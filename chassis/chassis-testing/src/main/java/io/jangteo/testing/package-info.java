/** What tests of every module stand on. Blocking is fine here: nothing runs on an event loop. */
package io.jangteo.testing;
