# Buffers of streams and facets of Microsoft's C++ library (decant.msvcp.StreamBuffer): characters are taken from an area of
# memory, or written to one, as long as it lasts. Behind that, the object's virtual function is gone on to.

# r9 = where the area of the buffer at rcx goes on, when it has as many characters as r8 says; else to 9. Uses rax. What is
# needed afterwards is kept in the caller's home space.
        .macro area_of next, count
        mov r9, [rcx + \next]
        mov r9, [r9]
        test r9, r9
        jz 9f
        test r8, r8
        jle 9f
        mov rax, [rcx + \count]
        movsxd rax, dword ptr [rax]
        cmp rax, r8
        jl 9f
        mov [rsp + 0x08], rcx
        mov [rsp + 0x18], r8
        .endm

# Copies the characters from rdx to rcx, and then has the area be so much shorter. Returns their number.
        .macro copy_characters size, next, count
        .if \size == 2
        add r8, r8
        .endif
        call memmove
        mov r9, [rsp + 0x08]
        mov rax, [rsp + 0x18]
        mov rcx, [r9 + \count]
        mov rdx, [r9 + \next]
        sub [rcx], eax
        .if \size == 2
        lea rcx, [rax + rax]
        add [rdx], rcx
        .else
        add [rdx], rax
        .endif
        ret
        .endm

# Defines the functions for characters of one size.
#   \wide    _wide, or nothing
#   \size    of a character
#   \load    instruction that loads one into eax
#   \c       the register that is the low part of edx
        .macro streambuf_functions wide, size, load, unit, c
        .globl streambuf_sgetc\wide, streambuf_sbumpc\wide, streambuf_sputc\wide
        .globl streambuf_gninc\wide, streambuf_pninc\wide, streambuf_xsgetn\wide, streambuf_xsputn\wide

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

# streamsize xsgetn(char_type *, streamsize), xsputn(const char_type *, streamsize): what the area has, or has room for
        .balign 16
streambuf_xsgetn\wide:
        area_of SB_GET_NEXT_AT, SB_GET_COUNT_AT
        mov rcx, rdx
        mov rdx, r9
        copy_characters \size, SB_GET_NEXT_AT, SB_GET_COUNT_AT
9:      jmp [rip + slow_streambuf_xsgetn\wide]
        .balign 16
streambuf_xsputn\wide:
        area_of SB_PUT_NEXT_AT, SB_PUT_COUNT_AT
        mov rcx, r9
        copy_characters \size, SB_PUT_NEXT_AT, SB_PUT_COUNT_AT
9:      jmp [rip + slow_streambuf_xsputn\wide]
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

# streamsize xsgetn(char *, streamsize), xsputn(const char *, streamsize) of a standard stream's buffer: as its FILE does it
        .macro as_file function, slow
        cmp dword ptr [rcx + FB_WIDE], 0
        jne 9f
        test r8, r8
        jle 9f
        mov r9, [rcx + FB_FILE]
        mov rcx, rdx
        mov edx, 1
        jmp \function
9:      jmp [rip + \slow]
        .endm
        .globl filebuf_xsgetn, filebuf_xsputn, filebuf_underflow, filebuf_uflow
        .balign 16
filebuf_xsgetn:
        as_file fread, slow_filebuf_xsgetn
        .balign 16
filebuf_xsputn:
        as_file fwrite, slow_filebuf_xsputn

# rdx = the FILE of the standard stream's buffer at rcx, rax = its next byte, when it has \bytes bytes to be read; else to 9
        .macro bytes_of_file bytes
        cmp dword ptr [rcx + FB_WIDE], 0
        jne 9f
        cmp dword ptr [rip + data_threaded], 0
        jne 9f
        mov rdx, [rcx + FB_FILE]
        test dword ptr [rdx + FILE_FLAG], _IOWRT
        jnz 9f
        cmp dword ptr [rdx + FILE_CNT], \bytes
        jl 9f
        mov rax, [rdx + FILE_PTR]
        .endm

# int underflow(), uflow() of a standard stream's buffer: the next byte of its FILE, which stays or is taken
        .balign 16
filebuf_underflow:
        bytes_of_file 1
        movzx eax, byte ptr [rax]
        ret
9:      jmp [rip + slow_filebuf_underflow]
        .balign 16
filebuf_uflow:
        bytes_of_file 1
        lea r8, [rax + 1]
        movzx eax, byte ptr [rax]
        dec dword ptr [rdx + FILE_CNT]
        mov [rdx + FILE_PTR], r8
        ret
9:      jmp [rip + slow_filebuf_uflow]

# int snextc(): takes a byte; the one behind it, which stays: of the area, or of a FILE
        .globl streambuf_snextc
        .balign 16
streambuf_snextc:
        mov r8, [rcx + SB_GET_NEXT_AT]
        mov rax, [r8]
        test rax, rax
        jz 1f
        mov rdx, [rcx + SB_GET_COUNT_AT]
        cmp dword ptr [rdx], 1
        jle 1f
        lea r9, [rax + 1]
        movzx eax, byte ptr [r9]
        dec dword ptr [rdx]
        mov [r8], r9
        ret
1:      mov rax, [rcx]
        lea r9, [rip + filebuf_uflow]
        cmp [rax + 8*SB_UFLOW], r9
        jne 9f
        bytes_of_file 2
        lea r8, [rax + 1]
        movzx eax, byte ptr [r8]
        dec dword ptr [rdx + FILE_CNT]
        mov [rdx + FILE_PTR], r8
        ret
9:      jmp [rip + slow_streambuf_snextc]

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
