package decant.crypt32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.bcrypt.Hash;
import decant.bcrypt.HashAlgorithm;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.util.Arrays;
import java.util.Locale;

/**
 * wincrypt.h: certificates and stores.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/seccrypto/cryptography-functions">
 *     Cryptography functions</a>
 */
@Library("crypt32")
public final class WinCryptCerts {
  private static final int PROV_MEMORY = 2;
  private static final int PROV_SYSTEM_A = 9;
  private static final int PROV_SYSTEM_W = 10;
  private static final int PROV_COLLECTION = 11;
  private static final int PROV_SYSTEM_REGISTRY_A = 12;
  private static final int PROV_SYSTEM_REGISTRY_W = 13;

  private static final int ADD_NEW = 1;
  private static final int ADD_USE_EXISTING = 2;
  private static final int ADD_REPLACE_EXISTING = 3;
  private static final int ADD_ALWAYS = 4;

  private static final int FIND_ANY = 0;
  private static final int FIND_SHA1_HASH = 0x1_0000;
  private static final int FIND_SUBJECT_STR_A = 0x7_0007;
  private static final int FIND_SUBJECT_STR_W = 0x8_0007;
  private static final int FIND_EXISTING = 0xD_0000;

  private static final int PROP_SHA1_HASH = 3;
  private static final int PROP_MD5_HASH = 4;
  private static final int PROP_SHA256_HASH = 107;
  private static final int MOST_ENCODED = 1 << 24;

  private WinCryptCerts() {}

  /** The store of a well-known name: the roots are the host's, the others empty. */
  private static CertStore system(String name) {
    return name != null && name.equalsIgnoreCase("ROOT") ? CertStore.roots() : new CertStore();
  }

  @Export
  static long CertOpenSystemStore(
      GuestThread t, Text text, @Opt long hProv, String szSubsystemProtocol) {
    if (szSubsystemProtocol == null) {
      throw Win32Error.E_INVALIDARG.exception();
    }
    return Certificates.of(t).open(system(szSubsystemProtocol));
  }

  /**
   * Opens a store.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certopenstore">CertOpenStore</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "System and memory stores; what is added is kept in the process.")
  static long CertOpenStore(
      GuestThread t,
      long lpszStoreProvider,
      int dwEncodingType,
      @Opt long hCryptProv,
      int dwFlags,
      @Opt long pvPara) {
    CertStore store =
        switch ((int) Math.min(lpszStoreProvider, 0x1_0000)) {
          case PROV_MEMORY, PROV_COLLECTION -> new CertStore();
          case PROV_SYSTEM_A, PROV_SYSTEM_REGISTRY_A -> system(Text.ANSI.read(pvPara));
          case PROV_SYSTEM_W, PROV_SYSTEM_REGISTRY_W -> system(Text.WIDE.read(pvPara));
          default -> byName(lpszStoreProvider, pvPara);
        };
    return Certificates.of(t).open(store);
  }

  private static CertStore byName(long provider, long parameter) {
    if (provider >= 0x1_0000) {
      switch (Text.ANSI.read(provider)) {
        case "Memory", "Collection" -> {
          return new CertStore();
        }
        case "System", "SystemRegistry" -> {
          return system(Text.WIDE.read(parameter));
        }
        default -> {
          // Said below.
        }
      }
    }
    throw Win32Error.FILE_NOT_FOUND.exception();
  }

  @Export
  static boolean CertCloseStore(GuestThread t, @Opt long hCertStore, int dwFlags) {
    if (hCertStore != 0) {
      Certificates all = Certificates.of(t);
      all.closed(t, all.store(hCertStore));
    }
    return true;
  }

  @Export
  static long CertDuplicateStore(GuestThread t, long hCertStore) {
    Certificates.of(t).store(hCertStore).retain();
    return hCertStore;
  }

  /** The collection then contains what the other store contains now. */
  @Export(support = Support.PARTIAL, note = "Later changes of the other store are not seen.")
  static boolean CertAddStoreToCollection(
      GuestThread t,
      long hCollectionStore,
      @Opt long hSiblingStore,
      int dwUpdateFlags,
      int dwPriority) {
    CertStore to = Certificates.of(t).store(hCollectionStore);
    if (hSiblingStore != 0) {
      CertStore from = Certificates.of(t).store(hSiblingStore);
      for (int i = 0; i < from.size(); i++) {
        to.add(from.encodedAt(i));
      }
    }
    return true;
  }

  /** The certificate after one of a store, which is freed; a null pointer after the last. */
  @Export
  static long CertEnumCertificatesInStore(
      GuestThread t, long hCertStore, @Opt long pPrevCertContext) {
    CertStore store = Certificates.of(t).store(hCertStore);
    return next(t, store, place(t, store, pPrevCertContext), FIND_ANY, 0);
  }

  /** The place to go on at behind a context, which is freed. */
  private static int place(GuestThread t, CertStore store, long previous) {
    if (previous == 0) {
      return 0;
    }
    CertContext context = Certificates.of(t).context(previous);
    int place = store.place(context) + 1;
    Certificates.of(t).release(t, context);
    return place;
  }

  @Export(
      support = Support.PARTIAL,
      note = "By hash, subject text, certificate, and any; else E_INVALIDARG.")
  static long CertFindCertificateInStore(
      GuestThread t,
      long hCertStore,
      int dwCertEncodingType,
      int dwFindFlags,
      int dwFindType,
      @Opt long pvFindPara,
      @Opt long pPrevCertContext) {
    CertStore store = Certificates.of(t).store(hCertStore);
    return next(t, store, place(t, store, pPrevCertContext), dwFindType, pvFindPara);
  }

  private static long next(GuestThread t, CertStore store, int from, int kind, long wanted) {
    for (int i = from; i < store.size(); i++) {
      CertContext context;
      try {
        context = store.context(t, i);
      } catch (decant.nt.Win32Exception e) {
        continue; // not understood: left out
      }
      if (matches(t, context, kind, wanted)) {
        return context.address;
      }
      Certificates.of(t).release(t, context);
    }
    throw Win32Error.CRYPT_E_NOT_FOUND.exception();
  }

  private static boolean matches(GuestThread t, CertContext context, int kind, long wanted) {
    return switch (kind) {
      case FIND_ANY -> true;
      case FIND_SHA1_HASH -> {
        byte[] hash = Memory.read(Memory.getLong(wanted + 8), 20);
        yield Arrays.equals(hash, hash(context, HashAlgorithm.SHA1));
      }
      case FIND_SUBJECT_STR_A -> hasSubject(context, Text.ANSI.read(wanted));
      case FIND_SUBJECT_STR_W -> hasSubject(context, Text.WIDE.read(wanted));
      case FIND_EXISTING ->
          Arrays.equals(Certificates.of(t).context(wanted).encoded, context.encoded);
      default -> throw Win32Error.E_INVALIDARG.exception();
    };
  }

  private static boolean hasSubject(CertContext context, String text) {
    return context.certificate() != null
        && context
            .certificate()
            .getSubjectX500Principal()
            .getName()
            .toLowerCase(Locale.ROOT)
            .contains(text.toLowerCase(Locale.ROOT));
  }

  private static byte[] encoded(long bytes, int length) {
    if (bytes == 0 || length <= 0 || length > MOST_ENCODED) {
      throw Win32Error.E_INVALIDARG.exception();
    }
    return Memory.read(bytes, length);
  }

  @Export
  static long CertCreateCertificateContext(
      GuestThread t,
      int dwCertEncodingType,
      @In(size = "cbCertEncoded") long pbCertEncoded,
      int cbCertEncoded) {
    CertContext context = CertContext.make(t, encoded(pbCertEncoded, cbCertEncoded), null, 0);
    Certificates.of(t).add(context);
    return context.address;
  }

  @Export
  static long CertDuplicateCertificateContext(GuestThread t, @Opt long pCertContext) {
    if (pCertContext != 0) {
      Certificates.of(t).context(pCertContext).retain();
    }
    return pCertContext;
  }

  @Export
  static boolean CertFreeCertificateContext(GuestThread t, @Opt long pCertContext) {
    if (pCertContext != 0) {
      Certificates all = Certificates.of(t);
      all.release(t, all.context(pCertContext));
    }
    return true;
  }

  @Export
  static boolean CertAddEncodedCertificateToStore(
      GuestThread t,
      @Opt long hCertStore,
      int dwCertEncodingType,
      @In(size = "cbCertEncoded") long pbCertEncoded,
      int cbCertEncoded,
      int dwAddDisposition,
      @Out @Opt long ppCertContext) {
    byte[] certificate = encoded(pbCertEncoded, cbCertEncoded);
    return add(t, hCertStore, certificate, dwAddDisposition, ppCertContext);
  }

  @Export
  static boolean CertAddCertificateContextToStore(
      GuestThread t,
      @Opt long hCertStore,
      long pCertContext,
      int dwAddDisposition,
      @Out @Opt long ppStoreContext) {
    byte[] certificate = Certificates.of(t).context(pCertContext).encoded;
    return add(t, hCertStore, certificate, dwAddDisposition, ppStoreContext);
  }

  private static boolean add(
      GuestThread t, long handle, byte[] certificate, int disposition, long result) {
    CertStore store = handle == 0 ? new CertStore() : Certificates.of(t).store(handle);
    int place = disposition == ADD_ALWAYS ? -1 : store.find(certificate);
    if (place >= 0 && disposition == ADD_NEW) {
      throw Win32Error.CRYPT_E_EXISTS.exception();
    }
    if (disposition < ADD_NEW || disposition > 7) {
      throw Win32Error.E_INVALIDARG.exception();
    }
    if (place < 0) {
      place = store.add(certificate);
      try {
        Certificates.of(t).release(t, store.context(t, place)); // whether it is one
      } catch (decant.nt.Win32Exception e) {
        store.remove(place);
        throw e;
      }
    }
    if (result != 0) {
      Memory.putLong(result, store.context(t, place).address);
    }
    return true;
  }

  private static byte[] hash(CertContext context, HashAlgorithm algorithm) {
    Hash hash = new Hash(algorithm, null, false);
    hash.update(context.encoded);
    return hash.finish();
  }

  /** A property of a certificate: its hashes, and what a program has set. */
  @Export
  static boolean CertGetCertificateContextProperty(
      GuestThread t,
      long pCertContext,
      int dwPropId,
      @Out(size = "*pcbData") @Opt long pvData,
      @In @Out long pcbData) {
    CertContext context = Certificates.of(t).context(pCertContext);
    byte[] value =
        switch (dwPropId) {
          case PROP_SHA1_HASH -> hash(context, HashAlgorithm.SHA1);
          case PROP_MD5_HASH -> hash(context, HashAlgorithm.MD5);
          case PROP_SHA256_HASH -> hash(context, HashAlgorithm.SHA256);
          default -> {
            synchronized (context) {
              yield context.properties.get(dwPropId);
            }
          }
        };
    if (value == null) {
      throw Win32Error.CRYPT_E_NOT_FOUND.exception();
    }
    CryptResults.put(value, pvData, pcbData);
    return true;
  }

  /** Sets a property, or with a null pointer removes it. */
  @Export(support = Support.PARTIAL, note = "Properties that are blobs; they have no effect.")
  static boolean CertSetCertificateContextProperty(
      GuestThread t, long pCertContext, int dwPropId, int dwFlags, @In @Opt long pvData) {
    CertContext context = Certificates.of(t).context(pCertContext);
    byte[] value = null;
    if (pvData != 0) {
      int length = Memory.getInt(pvData);
      long at = Memory.getLong(pvData + 8);
      value = length == 0 ? new byte[0] : encoded(at, length);
    }
    synchronized (context) {
      if (value == null) {
        context.properties.remove(dwPropId);
      } else {
        context.properties.put(dwPropId, value);
      }
    }
    return true;
  }

  /** Compares a time with a certificate's validity: -1 before, 1 after, else 0. */
  @Export
  static int CertVerifyTimeValidity(@In @Opt long pTimeToVerify, @In long pCertInfo) {
    long time = pTimeToVerify == 0 ? decant.nt.HostSystem.now() : Memory.getLong(pTimeToVerify);
    if (time < Memory.getLong(pCertInfo + CertContext.INFO_NOT_BEFORE)) {
      return -1;
    }
    return time > Memory.getLong(pCertInfo + CertContext.INFO_NOT_AFTER) ? 1 : 0;
  }
}
