#!/usr/bin/env python3
"""Makes the table of signatures that `decant new-shim` reads, from the headers and import libraries of mingw-w64.

    loader/src/build/make-signatures.py [INCLUDE-FOLDER [LIBRARY-FOLDER]]

needs clang. What it takes over are facts of Windows' interface: which library
exports a function, its result, and the types and names of its parameters. The headers are in the public domain or under
the Zope Public License 2.1; nothing of their text is copied. Written is the resource signatures.gz; a line is

    name <tab> libraries with commas <tab> kind type [<tab> kind type name]...

where a kind is one letter, see KINDS, and a last parameter "v ..." stands for variable arguments.
"""
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

KINDS = """
  - void   b BOOL   c 8 bits   s 16 bits   i 32 bits   l 64 bits   f float   d double
  A const char *   W const wchar_t *   h handle   I pointer to const   P other pointer   F function   S structure by value
"""

HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "main/resources/decant/newshim/signatures.gz"
INCLUDE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/x86_64-w64-mingw32/include")
LIBRARIES = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "/usr/x86_64-w64-mingw32/lib")

# Each line is compiled by itself: some headers do not stand each other.
HEADERS = [
    """winsock2.h ws2tcpip.h mswsock.h windows.h winternl.h psapi.h tlhelp32.h shellapi.h shlobj.h shlwapi.h ole2.h
       oleauto.h objbase.h combaseapi.h userenv.h winreg.h wincrypt.h bcrypt.h ncrypt.h dbghelp.h iphlpapi.h icmpapi.h
       windns.h winhttp.h lm.h sddl.h aclapi.h ntsecapi.h security.h mmsystem.h winver.h setupapi.h cfgmgr32.h winspool.h
       commctrl.h commdlg.h uxtheme.h dwmapi.h powrprof.h pdh.h wtsapi32.h imagehlp.h wintrust.h softpub.h mscat.h fci.h
       fdi.h rpc.h rpcdce.h rpcndr.h imm.h usp10.h evntprov.h evntrace.h evntcons.h winevt.h tdh.h msi.h msiquery.h
       restartmanager.h virtdisk.h wlanapi.h hidsdi.h winusb.h avrt.h winnls.h fileapi.h processthreadsapi.h synchapi.h
       memoryapi.h threadpoolapiset.h pathcch.h appmodel.h processsnapshot.h wow64apiset.h systemtopologyapi.h dsgetdc.h
       winldap.h mpr.h winnetwk.h ras.h tapi.h vfw.h mapi.h odbcinst.h sql.h sqlext.h winscard.h credui.h wincred.h
       propsys.h propvarutil.h urlmon.h mshtml.h gdiplus.h wingdi.h opengl.h GL/gl.h GL/glu.h""",
    "windows.h wininet.h",
    """stdio.h stdlib.h string.h wchar.h math.h io.h direct.h process.h conio.h time.h sys/timeb.h locale.h mbstring.h
       mbctype.h sys/stat.h sys/utime.h search.h malloc.h setjmp.h signal.h fcntl.h ctype.h wctype.h float.h fenv.h
       complex.h errno.h crtdbg.h eh.h new.h share.h uchar.h corecrt_startup.h internal.h inttypes.h""",
    "ddk/ntifs.h",
    "ddk/ntddk.h",
]

# Typedefs of pointers and numbers that are handles; others are known by their struct HNAME__.
HANDLES = set("""HANDLE SOCKET HGLOBAL HLOCAL SC_HANDLE HINTERNET HCRYPTPROV HCRYPTKEY HCRYPTHASH HCERTSTORE
    BCRYPT_ALG_HANDLE BCRYPT_HASH_HANDLE BCRYPT_KEY_HANDLE NCRYPT_HANDLE SERVICE_STATUS_HANDLE REGHANDLE TRACEHANDLE
    HDEVINFO WSAEVENT HDEVNOTIFY HPOWERNOTIFY HSTR HCONV HCONVLIST HSZ HDDEDATA""".split())
SIZES = {
    "char": "c", "signed char": "c", "unsigned char": "c", "_Bool": "c", "bool": "c",
    "short": "s", "unsigned short": "s", "wchar_t": "s",
    "int": "i", "unsigned int": "i", "long": "i", "unsigned long": "i",
    "long long": "l", "unsigned long long": "l", "__int64": "l", "unsigned __int64": "l",
    "float": "f", "double": "d", "void": "-",
}
NARROW = re.compile(r"const (CHAR|char) \*")
WIDE = re.compile(r"const (WCHAR|wchar_t|OLECHAR|unsigned short) \*")


# What the names of types stand for; results of functions are known by name alone.
TYPEDEFS = {}


def kind(type_):
    name = type_["qualType"].replace("volatile ", "")
    full = re.sub(r"\*const$", "*", type_.get("desugaredQualType", name).replace("volatile ", ""))
    full = TYPEDEFS.get(full, full)
    if "*" not in full:
        full = full.removeprefix("const ")
        full = TYPEDEFS.get(full, full)
    if name in ("BOOL", "WINBOOL"):
        return "b"
    if name in HANDLES or re.fullmatch(r"struct H?\w*__ \*", full):
        return "h"
    if "(*" in full or "(__" in full:
        return "F"
    if full.endswith(("*", "]")):
        if NARROW.fullmatch(full) and not name.startswith("const CHAR"):
            return "A"
        if WIDE.fullmatch(full):
            return "W"
        return "I" if full.startswith("const ") else "P"
    if full in SIZES:
        return SIZES[full]
    return "i" if full.startswith("enum ") else "S"


def clean(type_):
    """How a type is spelt: without attributes, tabs and our field separators."""
    text = re.sub(r"__attribute__\(\(.*?\)\)", "", type_["qualType"])
    return re.sub(r"\s+", " ", text).replace("WINBOOL", "BOOL").strip()


def declarations(line, folder):
    source = pathlib.Path(folder) / "all.c"
    source.write_text("".join(
        f"#if __has_include(<{h}>)\n#include <{h}>\n#endif\n" for h in line.split()))
    command = ["clang", "--target=x86_64-w64-mingw32", "-isystem", str(INCLUDE), "-isystem", str(INCLUDE / "ddk"),
               "-D_WIN32_WINNT=0x0A00", "-DNTDDI_VERSION=0x0A000006", "-DPSAPI_VERSION=1", "-D_CRT_RAND_S", "-w",
               "-ferror-limit=0", "-fsyntax-only", "-Xclang", "-ast-dump=json", str(source)]
    dump = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    nodes = json.loads(dump)["inner"]
    for node in list(nodes):
        if node["kind"] == "LinkageSpecDecl":
            nodes += node.get("inner", [])
    for node in nodes:
        if node["kind"] == "TypedefDecl":
            type_ = node["type"]
            TYPEDEFS.setdefault(node["name"], type_.get("desugaredQualType", type_["qualType"]))
    return [n for n in nodes if n["kind"] == "FunctionDecl" and "(" in n["type"]["qualType"]]


def signature(node):
    """Result, then parameters: kind, type and name of each."""
    head, _, rest = node["type"]["qualType"].partition("(")
    full = node["type"].get("desugaredQualType", head).partition("(")[0].strip()
    result = {"qualType": "void *" if rest.startswith("*") else clean({"qualType": head}), "desugaredQualType": full}
    fields = [(kind(result), result["qualType"])]
    number = 0
    for p in node.get("inner", []):
        if p["kind"] == "ParmVarDecl":
            number += 1
            name = re.sub(r"^_+", "", p.get("name", "")) or f"arg{number}"
            fields.append((kind(p["type"]), clean(p["type"]), name))
    if node.get("variadic"):
        fields.append(("v", "...", "arguments"))
    return fields


def symbols(archive):
    """The names in the index of an archive: its first member, big-endian count and offsets, then the names."""
    if archive[:8] != b"!<arch>\n" or archive[8:24].strip() != b"/":
        return []
    size = int(archive[56:66])
    member = archive[68 : 68 + size]
    count = int.from_bytes(member[:4], "big")
    return member[4 + 4 * count :].decode("ascii", "replace").split("\0")[:count]


def exports():
    """The libraries that export a name."""
    found = {}
    for path in sorted(LIBRARIES.glob("lib*.a")):
        archive = path.read_bytes()
        dlls = {d.decode().lower() for d in re.findall(rb"([\w.+-]+\.(?:dll|drv|DLL|DRV))\0", archive)}
        if len(dlls) != 1:
            continue
        library = dlls.pop().removesuffix(".dll")
        if library.startswith(("api-", "ext-")):
            continue
        for symbol in symbols(archive):
            if symbol.startswith("__imp_"):
                found.setdefault(symbol[6:], set()).add(library)
    return found


def main():
    found = exports()
    lines = {}
    with tempfile.TemporaryDirectory() as folder:
        nodes = [n for line in HEADERS for n in declarations(line, folder)]
    for node in nodes:
        name = node["name"]
        if name in found and name not in lines:
            fields = "\t".join(" ".join(f) for f in signature(node))
            lines[name] = f"{name}\t{','.join(sorted(found[name]))}\t{fields}\n"
    text = "".join(lines[name] for name in sorted(lines))
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    libraries = {l for libs in found.values() for l in libs}
    print(f"{len(lines)} of {len(found)} functions of {len(libraries)} libraries, {OUTPUT.stat().st_size} bytes")


main()
