# ctype.h and wctype.h for ASCII, which is the same in all locales, and comparisons without regard to case as long as
# ASCII decides. decant.crt.CharTypes says what the bits mean and knows all other characters.

        .set CT_UPPER, 0x01
        .set CT_LOWER, 0x02
        .set CT_DIGIT, 0x04
        .set CT_SPACE, 0x08
        .set CT_PUNCT, 0x10
        .set CT_CONTROL, 0x20
        .set CT_BLANK, 0x40
        .set CT_HEX, 0x80
        .set CT_LETTER, 0x100                   # in the wide table

# int isxxx(int c): the types of the narrow table
        .macro narrow_test name, types
        .globl \name
        .balign 16
\name:
        cmp ecx, 128
        jae 9f
        mov ecx, ecx
        lea rax, [rip + narrow_types]
        movzx eax, byte ptr [rax + rcx]
        and eax, \types
        ret
9:      jmp [rip + slow_\name]
        .endm

# int iswxxx(wint_t c): the types of the wide table
        .macro wide_test name, types
        .globl \name
        .balign 16
\name:
        movzx eax, cx
        cmp eax, 128
        jae 9f
        lea rdx, [rip + wide_types]
        movzx eax, word ptr [rdx + rax * 2]
        and eax, \types
        ret
9:      jmp [rip + slow_\name]
        .endm

        narrow_test isalnum, CT_UPPER | CT_LOWER | CT_DIGIT
        narrow_test isalpha, CT_UPPER | CT_LOWER
        narrow_test iscntrl, CT_CONTROL
        narrow_test isdigit, CT_DIGIT
        narrow_test isgraph, CT_UPPER | CT_LOWER | CT_DIGIT | CT_PUNCT
        narrow_test islower, CT_LOWER
        narrow_test isprint, CT_UPPER | CT_LOWER | CT_DIGIT | CT_PUNCT | CT_BLANK
        narrow_test ispunct, CT_PUNCT
        narrow_test isspace, CT_SPACE
        narrow_test isupper, CT_UPPER
        narrow_test isxdigit, CT_HEX
        wide_test iswalnum, CT_LETTER | CT_UPPER | CT_LOWER | CT_DIGIT
        wide_test iswalpha, CT_LETTER | CT_UPPER | CT_LOWER
        wide_test iswdigit, CT_DIGIT
        wide_test iswlower, CT_LOWER
        wide_test iswpunct, CT_PUNCT
        wide_test iswspace, CT_SPACE
        wide_test iswupper, CT_UPPER

# The character in another case, where \first is the first letter of those that have one: tolower, toupper, for
# narrow characters (the argument is an int) and wide ones (it is 16 bits).
        .macro change_case name, first, mask, slow
        .globl \name
        .balign 16
\name:
        .if \mask
        movzx eax, cx
        .else
        mov eax, ecx
        .endif
        cmp eax, 128
        jae 9f
        lea edx, [rax - \first]
        cmp edx, 25
        ja 1f
        xor eax, 0x20
1:      ret
9:      jmp [rip + slow_\name]
        .endm

        change_case tolower, 'A', 0
        change_case toupper, 'a', 0
        change_case towlower, 'A', 1
        change_case towupper, 'a', 1

# The lower case of ASCII \register; uses r11.
        .macro lower register
        lea r11d, [\register - 'A']
        cmp r11d, 25
        ja 5f
        add \register, 0x20
5:
        .endm

# The difference in lower case of the first units of rcx and rdx that differ so, of at most r8 units if \counted; what
# differs beyond ASCII is for the locale to say. r9 is where we are.
        .macro compare_no_case name, unit, size, counted
        .globl \name
        .balign 32
\name:
        xor r9d, r9d
1:
        .if \counted
        cmp r9, r8
        je 3f
        .endif
        movzx eax, \unit ptr [rcx + r9 * \size]
        movzx r10d, \unit ptr [rdx + r9 * \size]
        inc r9
        cmp eax, r10d
        jne 2f
        test eax, eax
        jnz 1b
3:      xor eax, eax
        ret
2:      mov r11d, eax
        or r11d, r10d
        cmp r11d, 128
        jae 9f
        lower eax
        lower r10d
        sub eax, r10d
        jz 1b
        ret
9:      jmp [rip + slow_\name]
        .endm

        compare_no_case _stricmp, byte, 1, 0
        compare_no_case _strnicmp, byte, 1, 1
        compare_no_case _wcsicmp, word, 2, 0
        compare_no_case _wcsnicmp, word, 2, 1

# --- tables -----------------------------------------------------------------------------------------------------------

# What character c is; \wide: with what the wide table says besides.
        .macro types_of wide
        .set types, CT_PUNCT
        .if c < ' ' || c == 0x7f
        .set types, CT_CONTROL
        .if c >= 9 && c <= 13
        .set types, CT_CONTROL | CT_SPACE
        .endif
        .if \wide && c == 9
        .set types, types | CT_BLANK
        .endif
        .endif
        .if c == ' '
        .set types, CT_SPACE | CT_BLANK
        .endif
        .if c >= '0' && c <= '9'
        .set types, CT_DIGIT | CT_HEX
        .endif
        .set letter, c | 0x20
        .if letter >= 'a' && letter <= 'z'
        .set types, CT_UPPER
        .if c == letter
        .set types, CT_LOWER
        .endif
        .if letter <= 'f'
        .set types, types | CT_HEX
        .endif
        .if \wide
        .set types, types | CT_LETTER
        .endif
        .endif
        .endm

        .balign 64
narrow_types:
        .set c, 0
        .rept 128
        types_of 0
        .byte types
        .set c, c + 1
        .endr
wide_types:
        .set c, 0
        .rept 128
        types_of 1
        .short types
        .set c, c + 1
        .endr
