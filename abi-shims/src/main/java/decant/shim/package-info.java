/**
 * The shim kit: how to add functions of Windows' or anybody's libraries to Decant from a jar of
 * your own, {@code decant --shims my.jar PROGRAM}. {@code docs/shim-kit.md} leads through it step
 * by step; {@code decant new-shim library!Function} writes a project to begin with.
 *
 * <pre>
 * package com.example;
 *
 * import decant.abi.*;
 *
 * &#64;Library("vendor")                                // vendor.dll
 * final class VendorShims {
 *   &#64;Export
 *   static int Add(int a, int b) {                    // int __stdcall Add(int, int)
 *     return a + b;
 *   }
 * }
 * </pre>
 *
 * <h2>A shim is one method</h2>
 *
 * It is static, not private, has {@link decant.abi.Export}, and is in a class of any package with
 * {@link decant.abi.Library}. Its name is that of the function. Nothing else has to be written: the
 * export, its decoding of arguments, traces ({@code decant trace}) and the table of functions
 * ({@code decant api}) come from the declaration. A function that Decant has is replaced by it;
 * {@link decant.shim.Original} calls the replaced one.
 *
 * <h2>The kit</h2>
 *
 * These types are for authors of shims, and stay as they are; everything else is Decant's machinery
 * and may change from version to version:
 *
 * <ul>
 *   <li>this package: {@link decant.shim.Guest}, {@link decant.shim.Original}, {@link
 *       decant.shim.Layout}, {@link decant.shim.TestThread}
 *   <li>declarations: {@link decant.abi.Export}, {@link decant.abi.Library}, {@link
 *       decant.abi.Data}, {@link decant.abi.Fails}, {@link decant.abi.Support}; parameters: {@link
 *       decant.abi.Wide}, {@link decant.abi.Narrow}, {@link decant.abi.Text}, {@link
 *       decant.abi.VarArgs}, {@link decant.abi.In}, {@link decant.abi.Out}, {@link decant.abi.Opt},
 *       {@link decant.abi.Handle}
 *   <li>memory: {@link decant.host.Memory}
 *   <li>the caller: {@link decant.nt.GuestThread}, of it {@code id}, {@code process}, {@code
 *       state}, {@code lastError} and {@code setLastError}; of {@link decant.nt.GuestProcess}
 *       {@code id}, {@code state} and {@code atExit}
 *   <li>errors: {@link decant.nt.Win32Error}, {@link decant.nt.NtStatus}, {@link
 *       decant.abi.CrtErrno}
 * </ul>
 *
 * <h2>Rules</h2>
 *
 * <ul>
 *   <li>Pointers of the program are {@code long}s, and are not checked: an access to a bad one
 *       through {@link decant.host.Memory} becomes the program's access violation. Check sizes and
 *       counts before multiplying or allocating.
 *   <li>Fail by throwing: {@code throw Win32Error.INVALID_PARAMETER.exception()}. The program sees
 *       the failure value ({@link decant.abi.Fails}) and the error.
 *   <li>Any other exception is a mistake in the shim: the program ends with exit code 125, and the
 *       shim's stack trace is shown.
 *   <li>Several threads call at once. Keep what belongs to a thread in {@code GuestThread.state},
 *       what belongs to the process in {@code GuestProcess.state} or in static fields, and guard
 *       it. Processes that the program starts are JVMs of their own: static fields are not shared
 *       with them.
 * </ul>
 */
package decant.shim;
