package decant.nt.process;

import java.util.List;

/**
 * Which programs of the host a process may start ({@code --allow-run}).
 *
 * @param names names of programs, or directories that they lie in; empty for all
 */
public record HostPrograms(List<String> names) {}
