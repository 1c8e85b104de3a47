#include <stdio.h>

int
main(void)
{
	puts("zhiban " ZHIBAN_VERSION);
	return 0;
}
