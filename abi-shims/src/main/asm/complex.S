# complex.h: libm's functions of complex numbers. Win64 passes a complex double by its address and returns it through a
# hidden first parameter, and has a complex float in one register; System V has the parts of a complex double in two
# registers, and a complex float in one, too.

        .macro complex_functions way, names:vararg
        .irp name, \names
        complex_function \name, \way
        .endr
        .endm

        .macro complex_function name, way
        .globl \name, data_libm_\name
        .balign 32
\name:
        mov rax, [rip + data_libm_\name]
        test rax, rax
        jnz \way
        jmp [rip + slow_\name]
data_libm_\name: .quad 0                        # filled by the first call of Java's (decant.crt.DirectMath)
        .endm

        complex_functions complex_unary, cacos, cacosh, casin, casinh, catan, catanh, ccos, ccosh
        complex_functions complex_unary, cexp, clog, clog10, csin, csinh, csqrt, ctan, ctanh
        complex_functions complex_binary, cpow
        complex_functions complex_float, cacosf, cacoshf, casinf, casinhf, catanf, catanhf, ccosf, ccoshf
        complex_functions complex_float, cexpf, clogf, clog10f, csinf, csinhf, csqrtf, ctanf, ctanhf, cpowf

# rcx = the address of the result, rdx and r8 those of the arguments
        .balign 16
complex_binary:
        movsd xmm2, [r8]
        movsd xmm3, [r8 + 8]
complex_unary:
        mov [rsp + 0x08], rcx
        movsd xmm0, [rdx]
        movsd xmm1, [rdx + 8]
        call libm_call
        mov rax, [rsp + 0x08]
        movsd [rax], xmm0
        movsd [rax + 8], xmm1
        ret

# rcx, rdx = the arguments
        .balign 16
complex_float:
        movq xmm0, rcx
        movq xmm1, rdx
        call libm_call
        movq rax, xmm0
        ret
