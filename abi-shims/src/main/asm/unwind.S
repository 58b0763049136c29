# How the frames of the machine code are undone, in the form of an image's exception directory: RUNTIME_FUNCTION and
# UNWIND_INFO, with addresses relative to the begin of the blob. Everything that is not here is a leaf function.
# https://learn.microsoft.com/cpp/build/exception-handling-x64

        .globl data_functions, data_functions_end, guest_return

        .set UWOP_PUSH_NONVOL,  0
        .set UWOP_ALLOC_LARGE,  1
        .set UWOP_ALLOC_SMALL,  2
        .set UWOP_SET_FPREG,    3
        .set UWOP_SAVE_XMM128,  8

# A step of the prolog of the function `start`, whose last instruction ends at `behind`.
        .macro step behind, op, info
        .byte \behind - start, \op | \info << 4
        .endm

        .balign 4
data_functions:                                 # in the order of their addresses
        .long gate - enter, gate_end - enter, gate_unwind - enter
        .long system_call_body - enter, system_call_end - enter, system_call_unwind - enter
        .long KiUserExceptionDispatcher - enter, KiUserExceptionDispatcher_end - enter
        .long KiUserExceptionDispatcher_unwind - enter
        .long RaiseException - enter, RaiseException_end - enter, raise_prolog_unwind - enter
        .long RtlRaiseException - enter, RtlRaiseException_end - enter, raise_prolog_unwind - enter
        .long raise - enter, raise_end - enter, raise_unwind - enter
        .long clock - enter, clock_end - enter, clock_unwind - enter
        .long GetTickCount64 - enter, tick_end - enter, tick_unwind - enter
        .long __chkstk - enter, __chkstk_end - enter, chkstk_unwind - enter
        .long sort - enter, sort_end - enter, sort_unwind - enter
        .long search - enter, search_end - enter, sort_unwind - enter
        .long libm_call - enter, libm_call_end - enter, tick_unwind - enter
data_functions_end:

        .set start, gate
        .balign 4
gate_unwind:
        .byte 1, gate_prolog_end - gate, 30, 0  # version, length of the prolog, slots of codes, frame register
        .irp number, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6
        step gate_prolog_xmm, UWOP_SAVE_XMM128, \number
        .short FRAME_XMM / 16 + \number - 6
        .endr
        step gate_prolog_xmm, UWOP_ALLOC_LARGE, 0
        .short FRAME_ALLOC / 8
        step (gate_prolog_xmm - 7), UWOP_PUSH_NONVOL, 15
        step (gate_prolog_xmm - 9), UWOP_PUSH_NONVOL, 14
        step (gate_prolog_xmm - 11), UWOP_PUSH_NONVOL, 13
        step (gate_prolog_xmm - 13), UWOP_PUSH_NONVOL, 12
        step (gate_prolog_xmm - 15), UWOP_PUSH_NONVOL, 6
        step (gate_prolog_xmm - 16), UWOP_PUSH_NONVOL, 7
        step (gate_prolog_xmm - 17), UWOP_PUSH_NONVOL, 3
        step (gate_prolog_xmm - 18), UWOP_PUSH_NONVOL, 5

        .set start, clock
        .balign 4
clock_unwind:                                   # rbx keeps the guest's stack pointer
        .byte 1, clock_prolog_end - clock, 5, 3
        step clock_prolog_end, UWOP_SET_FPREG, 0
        step (clock_prolog_end - 3), UWOP_ALLOC_SMALL, 0
        step (clock_prolog_end - 4), UWOP_PUSH_NONVOL, 6
        step (clock_prolog_end - 5), UWOP_PUSH_NONVOL, 7
        step (clock_prolog_end - 6), UWOP_PUSH_NONVOL, 3

        .set start, GetTickCount64
        .balign 4
tick_unwind:                                    # and libm_call, which begins with the same instructions
        .byte 1, tick_prolog_end - GetTickCount64, 4, 3
        step tick_prolog_end, UWOP_SET_FPREG, 0
        step (tick_prolog_end - 3), UWOP_PUSH_NONVOL, 6
        step (tick_prolog_end - 4), UWOP_PUSH_NONVOL, 7
        step (tick_prolog_end - 5), UWOP_PUSH_NONVOL, 3

        .set start, __chkstk
        .balign 4
chkstk_unwind:
        .byte 1, 4, 1, 0
        step (__chkstk + 4), UWOP_ALLOC_SMALL, 1

        .set start, sort
        .balign 4
sort_unwind:                                    # and search, which begins with the same instructions
        .byte 1, sort_prolog_end - sort, 10, 0
        step sort_prolog_end, UWOP_ALLOC_LARGE, 0
        .short SF_SIZE / 8
        step (sort_prolog_end - 7), UWOP_PUSH_NONVOL, 15
        step (sort_prolog_end - 9), UWOP_PUSH_NONVOL, 14
        step (sort_prolog_end - 11), UWOP_PUSH_NONVOL, 13
        step (sort_prolog_end - 13), UWOP_PUSH_NONVOL, 12
        step (sort_prolog_end - 15), UWOP_PUSH_NONVOL, 7
        step (sort_prolog_end - 16), UWOP_PUSH_NONVOL, 6
        step (sort_prolog_end - 17), UWOP_PUSH_NONVOL, 5
        step (sort_prolog_end - 18), UWOP_PUSH_NONVOL, 3
