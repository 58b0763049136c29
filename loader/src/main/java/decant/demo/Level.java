package decant.demo;

import java.util.List;

/**
 * A level at which one system can be made to run what was made for another.
 *
 * @param name what it is called
 * @param examples products
 * @param intercepts what they stand in for
 * @param instructions who executes the program's instructions
 * @param own whether Decant is there
 */
record Level(String name, String examples, String intercepts, String instructions, boolean own) {
  static final List<Level> ALL =
      List.of(
          new Level(
              "instruction set",
              "Bochs, QEMU TCG",
              "every instruction, and the devices of a machine",
              "software: interpreted or translated at run time",
              false),
          new Level(
              "binary translation",
              "Rosetta, FEX, Box64",
              "every instruction; calls go to the host's system",
              "the processor, after translation for another one",
              false),
          new Level(
              "hardware",
              "VMware, VirtualBox, KVM",
              "privileged instructions and devices; a whole system runs inside",
              "the processor; the hypervisor where they are privileged",
              false),
          new Level(
              "paravirtual",
              "Xen",
              "calls of a kernel that knows it has a hypervisor below",
              "the processor",
              false),
          new Level(
              "operating system",
              "containers, FreeBSD jails",
              "nothing: the kernel shows each group its own names",
              "the processor",
              false),
          new Level(
              "library and API",
              "Wine, Decant",
              "calls of the program's libraries and system, by function",
              "the processor",
              true));
}
