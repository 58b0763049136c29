# All the machine code of Decant: one position-independent blob, mapped once per process.
# Build: abi-shims/src/main/asm/build.sh, which writes code.bin and code.sym into the resources.

        .intel_syntax noprefix
        .text
        .include "layout.inc"
        .set FAULT_INDEX, 0                     # ShimTable.FAULT
        .set PENDING_INDEX, 1                   # ShimTable.PENDING
        .set CONTEXT_INDEX, 2                   # ShimTable.CONTEXT

        .include "gate.S"
        .include "jni.S"
        .include "host.S"
        .include "signal.S"
        .include "demand.S"
        .include "file.S"
        .include "suspend.S"
        .include "syscall.S"
        .include "exception.S"
        .include "heap.S"
        .include "memory.S"
        .include "string.S"
        .include "wide.S"
        .include "tls.S"
        .include "time.S"
        .include "sync.S"
        .include "setjmp.S"
        .include "fiber.S"
        .include "convert.S"
        .include "stdio.S"
        .include "sort.S"
        .include "known.S"
        .include "ctype.S"
        .include "ordinal.S"
        .include "math.S"
        .include "fenv.S"
        .include "complex.S"
        .include "print.S"
        .include "format.S"
        .include "numbers.S"
        .include "scan.S"
        .include "scanf.S"
        .include "msvcp.S"
        .include "streams.S"

# Filled by Java (decant.abi.MachineCode) before the first entry.
        .balign 64
        .globl data_clock_gettime
        .globl data_exception_handlers, data_continue_handlers, data_xstate_mask, data_xstate_size, data_atomic_fault, data_traced
        .globl data_java, data_upcall, data_old_handlers, data_fsgsbase, data_notify_fd
data_java:              .quad 0                 # the upcall stub of Gate.dispatch
data_upcall:            .quad 0                 # call_java, which calls that
data_old_handlers:      .fill 32, 8, 0          # by signal number: the handler that was there before
data_fsgsbase:          .quad 1                 # 0: the kernel forbids RDGSBASE/WRGSBASE
        .globl data_hosted, data_null_page, data_demand_pages
data_demand_pages:      .quad 0                 # decant.host.DemandPages' table; 0: there is none
data_demand_next:       .quad 0                 # where the next piece is made; at the end of a block there is none
data_demand_lock:       .long 0, 0              # not 0 while a thread takes one
data_demand_tried:      .fill DP_TRIED_COUNT, 8, 0 # by stack: the last access that was tried again though its page was there
data_hosted:            .quad 0                 # not 0 in a JVM that is not the guest's alone
data_null_page:         .quad 0                 # the page that HotSpot's compressed null references lead to
        .globl data_errno_location, data_set_last_error, data_native_methods
data_errno_location:    .quad 0                 # __errno_location of the C library
data_set_last_error:    .quad 0                 # Native.setLastError of JNA, as a JNI function
data_native_methods:    .fill NATIVE_METHODS_SIZE, 1, 0 # JNINativeMethod[] and their texts, while they are registered
data_notify_fd:         .quad -1                # write end of the pipe that on_notify reports to
data_clock_gettime:     .quad 0                 # the vDSO's, once Java has looked for it
data_exception_handlers: .quad 0                # first node of the vectored exception handlers
data_continue_handlers: .quad 0                 # … of the vectored continue handlers
data_traced:            .quad 0                 # not 0: a tracer wants to be told of exceptions
data_xstate_mask:       .long 0                 # features of XSAVE from AVX on that the host saves; 0: not known yet
data_xstate_size:       .long 0                 # bytes that all of them take, from XSAVE_EXTENDED on
data_atomic_fault:      .quad 0                 # the address of the last compare-and-exchange of Java's that has faulted
data_vectors:           .quad 0                 # what memmove may use; 0: nobody has looked yet
        .globl data_threaded
data_threaded:          .quad 0                 # not 0 once the process may have had a second thread
        .globl data_module_changes, data_known_names, data_known_functions, data_locale_changes, data_console_input, data_console_output
data_module_changes:    .long 0                 # how often a module came or went
data_locale_changes:    .long 1                 # how often the process's locale was set, from 1 on
data_console_input:     .long 65001             # code pages of the console
data_console_output:    .long 65001
data_known_names:       .fill KNOWN_NAMES, 8, 0
data_known_functions:   .fill KNOWN_FUNCTIONS, 8, 0
data_pointer_cookie:    .quad 0x2b992ddfa23249d6

# The slow path of each direct entry that has one: the stub of the Java method, filled in by the shim table. A
# slow path is jumped to with the registers and the stack as the guest's call left them.
        .macro slow_slots names:vararg
        .irp name, \names
        .globl slow_\name
slow_\name:     .quad 0
        .endr
        .endm
        slow_slots HeapAlloc, HeapFree, HeapReAlloc, HeapSize, malloc, calloc, realloc, free, _msize
        slow_slots LocalAlloc, LocalFree, GlobalAlloc, GlobalFree, CoTaskMemAlloc, CoTaskMemFree
        slow_slots TlsSetValue, FlsSetValue
        slow_slots QueryPerformanceCounter, QueryUnbiasedInterruptTime, GetTickCount, GetTickCount64
        slow_slots GetSystemTimeAsFileTime
        slow_slots EnterCriticalSection, LeaveCriticalSection
        slow_slots AcquireSRWLockExclusive, ReleaseSRWLockExclusive, AcquireSRWLockShared, ReleaseSRWLockShared
        slow_slots WakeConditionVariable, WakeAllConditionVariable, InitOnceExecuteOnce, Sleep
        slow_slots longjmp, RtlRestoreContext, NtContinue, SwitchToFiber
        slow_slots MultiByteToWideChar, WideCharToMultiByte, fgetc, fputc, fgets, fputs, fread, fwrite
        slow_slots GetProcAddress, GetModuleHandleA, GetModuleHandleW, GetStdHandle, _errno, __doserrno
        slow_slots RtlLookupFunctionEntry
        slow_slots localeconv, ___lc_codepage_func, ___mb_cur_max_func
        slow_slots isalnum, isalpha, iscntrl, isdigit, isgraph, islower, isprint, ispunct, isspace, isupper, isxdigit
        slow_slots iswalnum, iswalpha, iswdigit, iswlower, iswpunct, iswspace, iswupper
        slow_slots tolower, toupper, towlower, towupper, _stricmp, _strnicmp, _wcsicmp, _wcsnicmp
        slow_slots sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, exp, log, pow
        slow_slots cacos, cacosh, casin, casinh, catan, catanh, ccos, ccosh, cexp, clog, clog10, csin, csinh, csqrt
        slow_slots ctan, ctanh, cpow, cacosf, cacoshf, casinf, casinhf, catanf, catanhf, ccosf, ccoshf, cexpf, clogf
        slow_slots clog10f, csinf, csinhf, csqrtf, ctanf, ctanhf, cpowf
        slow_slots sqrt, frexp, InitOnceBeginInitialize, InitOnceComplete
        slow_slots _aligned_malloc, _aligned_free, _aligned_realloc
        slow_slots sprintf, vsprintf, _snprintf, _vsnprintf, sprintf_s, vsprintf_s, _snprintf_s, _vsnprintf_s
        slow_slots swprintf, vswprintf, _snwprintf, _vsnwprintf, swprintf_s, vswprintf_s, _snwprintf_s, _vsnwprintf_s
        slow_slots __stdio_common_vsprintf, __stdio_common_vsprintf_s, __stdio_common_vsnprintf_s
        slow_slots __stdio_common_vswprintf, __stdio_common_vswprintf_s, __stdio_common_vsnwprintf_s
        slow_slots _scprintf, _vscprintf, _scwprintf, _vscwprintf, fprintf, vfprintf
        slow_slots atoi, _atoi64, strtol, strtoul, _strtoi64, _strtoui64, atof, strtod
        slow_slots sscanf, sscanf_s, __stdio_common_vsscanf
        slow_slots _wtoi, _wtoi64, wcstol, wcstoul, _wcstoi64, _wcstoui64, _wtof, wcstod
        slow_slots CompareStringOrdinal, RtlCompareUnicodeString, RtlEqualUnicodeString
        slow_slots qsort, qsort_s, bsearch, bsearch_s
        slow_slots streambuf_xsgetn, streambuf_xsgetn_wide, streambuf_xsputn, streambuf_xsputn_wide, streambuf_snextc
        slow_slots filebuf_xsgetn, filebuf_xsputn, filebuf_underflow, filebuf_uflow
        slow_slots _Mtx_lock, _Mtx_unlock, _Cnd_signal, _Cnd_broadcast, _Xtime_get_ticks, _Query_perf_counter

        .include "unwind.S"

        .globl code_end
code_end:
