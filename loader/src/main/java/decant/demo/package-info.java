/**
 * {@code decant demo}: one program, run by Decant, by an interpreter and by Linux, with the figures
 * that tell the three apart. {@link decant.demo.Demo} starts the runs and collects what they say;
 * {@link decant.demo.DemoProcess} is what runs in the processes that look at the program from
 * inside. A program that is run without {@code demo} loads nothing from here.
 */
package decant.demo;
