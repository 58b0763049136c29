# Comparisons of UTF-16 by units, as long as ASCII decides what is the same in another case: decant.nt.CaseTable knows
# the rest.

        .globl CompareStringOrdinal, RtlCompareUnicodeString, RtlEqualUnicodeString

# The upper case of ASCII \register; uses r10.
        .macro upper register
        lea r10d, [\register - 'a']
        cmp r10d, 25
        ja 6f
        sub \register, 0x20
6:
        .endm

# eax = the difference of the edx units at rcx and the r9d units at r8: of the first units that differ, in upper case if
# \ignore_case is not 0, or of the lengths. A negative length says that a zero ends the string. To \slow, with rcx, rdx, r8
# and r9 as they were, when a case beyond ASCII decides. Uses r10, r11, xmm0.
        .macro compare_units ignore_case, slow
        xor r10d, r10d
1:      cmp r10d, edx
        je 4f
        cmp r10d, r9d
        je 5f
        movzx eax, word ptr [rcx + r10 * 2]
        movzx r11d, word ptr [r8 + r10 * 2]
        inc r10d
        cmp eax, r11d
        jne 2f
        test eax, eax
        jnz 1b
        mov eax, r9d                            # two zeros are the end of strings that they end
        shr eax, 31
        mov r11d, edx
        shr r11d, 31
        sub eax, r11d                           # only the first has ended: it is less
        jnz 8f
        test edx, edx
        jns 1b
        jmp 8f

2:      cmp \ignore_case, 0
        je 3f
        movd xmm0, r10d
        mov r10d, eax
        or r10d, r11d
        cmp r10d, 128
        jae \slow
        upper eax
        upper r11d
        movd r10d, xmm0
        cmp eax, r11d
        je 1b
3:      sub eax, r11d
        jmp 8f

4:      mov eax, edx                            # the first is at the end of its length
        sub eax, r9d
        test r9d, r9d
        jns 8f
        xor eax, eax
        cmp [r8 + r10 * 2], ax
        je 8f
        dec eax
        jmp 8f
5:      mov eax, edx                            # the second, and the first is not
        sub eax, r9d
        test edx, edx
        jns 8f
        xor eax, eax
        cmp [rcx + r10 * 2], ax
        je 8f
        inc eax
8:
        .endm

# int CompareStringOrdinal(const WCHAR *a, int length, const WCHAR *b, int length, BOOL ignoreCase): 1, 2 or 3
        .balign 32
CompareStringOrdinal:
        test rcx, rcx
        jz 9f
        test r8, r8
        jz 9f
        compare_units "dword ptr [rsp + 0x28]", 9f
        mov ecx, eax
        sar eax, 31                             # -1 when less
        neg ecx
        shr ecx, 31                             # 1 when greater, or the least number, which no difference is
        lea eax, [rax + rcx + 2]
        ret
9:      jmp [rip + slow_CompareStringOrdinal]

# rcx, edx, r8, r9d = the units of the UNICODE_STRINGs rcx and rdx and how many; keeps the arguments (stdio.S). To 9
# for a string that is not there.
        .macro units_of_strings
        keep_arguments
        test rcx, rcx
        jz 9f
        test rdx, rdx
        jz 9f
        movzx r9d, word ptr [rdx]
        mov r8, [rdx + 8]
        movzx edx, word ptr [rcx]
        mov rcx, [rcx + 8]
        shr r9d, 1
        shr edx, 1
        .endm

# LONG RtlCompareUnicodeString(const UNICODE_STRING *a, const UNICODE_STRING *b, BOOLEAN ignoreCase)
        .balign 32
RtlCompareUnicodeString:
        units_of_strings
        compare_units "byte ptr [rsp + 0x18]", 9f
        ret
9:      give_back slow_RtlCompareUnicodeString

# BOOLEAN RtlEqualUnicodeString(const UNICODE_STRING *a, const UNICODE_STRING *b, BOOLEAN ignoreCase)
        .balign 32
RtlEqualUnicodeString:
        units_of_strings
        cmp edx, r9d
        jne 1f
        compare_units "byte ptr [rsp + 0x18]", 9f
        xor ecx, ecx
        test eax, eax
        sete cl
        mov eax, ecx
        ret
1:      xor eax, eax
        ret
9:      give_back slow_RtlEqualUnicodeString
