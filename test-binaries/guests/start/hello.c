/* The smallest useful program: one line through the C runtime's stdout. */
#include <stdio.h>

int main(void)
{
    puts("hello, world");
    return 0;
}
