# Buffers of streams and facets of Microsoft's C++ library (decant.msvcp.StreamBuffer): characters are taken from an area of
# memory, or written to one, as long as it lasts. Behind that, the object's virtual function is gone on to.

# Defines the functions for characters of one size.
#   \wide    _wide, or nothing
#   \size    of a character
#   \load    instruction that loads one into eax
#   \c       the register that is the low part of edx
        .macro streambuf_functions wide, size, load, unit, c
        .globl streambuf_sgetc\wide, streambuf_sbumpc\wide, streambuf_sputc\wide
        .globl streambuf_gninc\wide, streambuf_pninc\wide

# int_type sgetc(): the next character, which stays
        .balign 16
streambuf_sgetc\wide:
        mov rax, [rcx + SB_GET_NEXT_AT]
        mov rax, [rax]
        test rax, rax
        jz 1f
        mov rdx, [rcx + SB_GET_COUNT_AT]
        cmp dword ptr [rdx], 0
        jle 1f
        \load eax, \unit [rax]
        ret
1:      mov rax, [rcx]
        jmp [rax + 8*SB_UNDERFLOW]

# int_type sbumpc(): takes the next character
        .balign 16
streambuf_sbumpc\wide:
        mov r8, [rcx + SB_GET_NEXT_AT]
        mov rax, [r8]
        test rax, rax
        jz 1f
        mov rdx, [rcx + SB_GET_COUNT_AT]
        cmp dword ptr [rdx], 0
        jle 1f
        lea r9, [rax + \size]
        \load eax, \unit [rax]
        dec dword ptr [rdx]
        mov [r8], r9
        ret
1:      mov rax, [rcx]
        jmp [rax + 8*SB_UFLOW]

# int_type sputc(char_type): writes a character
        .balign 16
streambuf_sputc\wide:
        mov r8, [rcx + SB_PUT_NEXT_AT]
        mov r9, [r8]
        test r9, r9
        jz 1f
        mov r10, [rcx + SB_PUT_COUNT_AT]
        cmp dword ptr [r10], 0
        jle 1f
        \load eax, \c
        mov [r9], \c
        add r9, \size
        dec dword ptr [r10]
        mov [r8], r9
        ret
1:      mov rax, [rcx]
        \load edx, \c
        jmp [rax + 8*SB_OVERFLOW]

# char_type *_Gninc(), *_Pninc(): takes a place of the area that is read, or written; where it is
        .balign 16
streambuf_gninc\wide:
        mov r8, [rcx + SB_GET_NEXT_AT]
        mov rdx, [rcx + SB_GET_COUNT_AT]
        jmp 2f
        .balign 16
streambuf_pninc\wide:
        mov r8, [rcx + SB_PUT_NEXT_AT]
        mov rdx, [rcx + SB_PUT_COUNT_AT]
2:      mov rax, [r8]
        lea r9, [rax + \size]
        dec dword ptr [rdx]
        mov [r8], r9
        ret
        .endm

        streambuf_functions "", 1, movzx, "byte ptr", dl
        streambuf_functions _wide, 2, movzx, "word ptr", dx

# Functions that do what the object's virtual function does which has a place in the table: virtual_PLACE
        .irp place, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
        .globl virtual_\place
        .balign 8
virtual_\place:
        mov rax, [rcx]
        jmp [rax + 8*\place]
        .endr

# void facet::_Incref(), facet *facet::_Decref(): the facet when nobody refers to it any more, else null
        .globl facet_retain, facet_release
        .balign 16
facet_retain:
        lock inc dword ptr [rcx + FACET_REFERENCES]
        ret
        .balign 16
facet_release:
        xor eax, eax
        lock dec dword ptr [rcx + FACET_REFERENCES]
        cmovz rax, rcx
        ret
