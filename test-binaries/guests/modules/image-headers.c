/* ntdll's functions that find the way in an image's headers: in this program, and in its file as it lies on disk. */
#include "../guest.h"

static IMAGE_NT_HEADERS *(WINAPI *nt_header)(void *base);
static void *(WINAPI *entry_to_data)(void *base, BOOLEAN image, WORD entry, ULONG *size);
static IMAGE_SECTION_HEADER *(WINAPI *rva_to_section)(const IMAGE_NT_HEADERS *headers, void *base, DWORD rva);
static char *(WINAPI *rva_to_va)(const IMAGE_NT_HEADERS *headers, void *base, DWORD rva, IMAGE_SECTION_HEADER **section);

static const char here[] = "what is found by its address";

TEST(headers)
{
    char *base = (char *)GetModuleHandleA(NULL);
    IMAGE_NT_HEADERS *headers = nt_header(base);
    CHECK((char *)headers == base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    char none[0x200] = "MZ";
    CHECK(nt_header(none) == NULL);
    CHECK(nt_header(NULL) == NULL);
    none[0] = 0;
    CHECK(nt_header(none) == NULL);
}

TEST(sections)
{
    char *base = (char *)GetModuleHandleA(NULL);
    IMAGE_NT_HEADERS *headers = nt_header(base);
    IMAGE_SECTION_HEADER *first = IMAGE_FIRST_SECTION(headers);
    IMAGE_SECTION_HEADER *section = rva_to_section(headers, base, (DWORD)((char *)here - base));
    CHECK(section != NULL && strcmp((char *)section->Name, ".rdata") == 0);
    CHECK(rva_to_section(headers, base, first->VirtualAddress) == first);
    CHECK(rva_to_section(headers, base, first->VirtualAddress - 1) == NULL);
    CHECK(rva_to_section(headers, base, 0x7FFFFFFF) == NULL);
}

TEST(in_a_file)
{
    char path[MAX_PATH];
    GetModuleFileNameA(NULL, path, sizeof path);
    HANDLE file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    HANDLE mapping = CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 0, NULL);
    char *view = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    CHECK(view != NULL);
    DWORD rva = (DWORD)((char *)here - (char *)GetModuleHandleA(NULL));
    IMAGE_NT_HEADERS *headers = nt_header(view);
    IMAGE_SECTION_HEADER *section = NULL;
    char *found = rva_to_va(headers, view, rva, &section);
    CHECK(found != NULL && strcmp(found, here) == 0);
    CHECK(section == rva_to_section(headers, view, rva));
    CHECK(rva_to_va(headers, view, 0x7FFFFFFF, NULL) == NULL);

    ULONG size = 0;
    IMAGE_IMPORT_DESCRIPTOR *imports = entry_to_data(view, FALSE, IMAGE_DIRECTORY_ENTRY_IMPORT, &size);
    CHECK(imports != NULL && size >= sizeof *imports);
    CHECK(rva_to_va(headers, view, imports->Name, NULL) != NULL);
    UnmapViewOfFile(view);
    CloseHandle(mapping);
    CloseHandle(file);
}

TEST(directories)
{
    char *base = (char *)GetModuleHandleA(NULL);
    IMAGE_DATA_DIRECTORY *all = nt_header(base)->OptionalHeader.DataDirectory;
    ULONG size = 0;
    CHECK(entry_to_data(base, TRUE, IMAGE_DIRECTORY_ENTRY_IMPORT, &size) == base + all[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress);
    CHECK_EQ(size, all[IMAGE_DIRECTORY_ENTRY_IMPORT].Size);
    CHECK(entry_to_data(base, TRUE, IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR, &size) == NULL);
    CHECK(entry_to_data(base, TRUE, 16, &size) == NULL);
}

int main(void)
{
    HMODULE ntdll = GetModuleHandleA("ntdll");
    nt_header = (void *)GetProcAddress(ntdll, "RtlImageNtHeader");
    entry_to_data = (void *)GetProcAddress(ntdll, "RtlImageDirectoryEntryToData");
    rva_to_section = (void *)GetProcAddress(ntdll, "RtlImageRvaToSection");
    rva_to_va = (void *)GetProcAddress(ntdll, "RtlImageRvaToVa");
    RUN(headers);
    RUN(sections);
    RUN(in_a_file);
    RUN(directories);
    return guest_done();
}
