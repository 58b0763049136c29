/**
 * {@code decant new-shim}: writes a project that adds a function to Decant, with the declaration as
 * far as its signature is known.
 */
package decant.newshim;
