package decant.crypt32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.OpaqueHandles;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.Win32Error;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** wincrypt.h: certificate chains. */
@Library("crypt32")
public final class WinCryptChains {
  /** {@code CERT_CHAIN_ENGINE_CONFIG.hExclusiveRoot}. */
  private static final int CONFIG_EXCLUSIVE_ROOT = 64;

  /** {@code CERT_CHAIN_CONTEXT}. */
  private static final int CHAIN_SIZE = 72;

  private static final int CHAIN_STATUS = 4;
  private static final int CHAIN_COUNT = 12;
  private static final int CHAIN_LIST = 16;

  /** {@code CERT_SIMPLE_CHAIN}. */
  private static final int SIMPLE_SIZE = 40;

  /** {@code CERT_CHAIN_ELEMENT}. */
  private static final int ELEMENT_SIZE = 56;

  private static final int ELEMENT_CERTIFICATE = 8;
  private static final int ELEMENT_STATUS = 16;

  /** {@code CERT_CHAIN_POLICY_STATUS}. */
  private static final int POLICY_ERROR = 4;

  private static final int POLICY_CHAIN = 8;
  private static final int POLICY_ELEMENT = 12;

  private static final long POLICY_SSL = 4;
  private static final int CERT_E_EXPIRED = 0x800B_0101;
  private static final int CERT_E_UNTRUSTEDROOT = 0x800B_0109;
  private static final int CERT_E_CHAINING = 0x800B_010A;
  private static final int CERT_E_CN_NO_MATCH = 0x800B_010F;
  private static final int TRUST_E_CERT_SIGNATURE = 0x8009_6004;
  private static final int TRUST_E_BASIC_CONSTRAINTS = 0x8009_6019;

  /** A chain that a program holds. */
  private static final class Chain {
    final List<CertContext> contexts = new ArrayList<>();
    final List<ChainBuilder.Element> elements;
    int references = 1;

    Chain(List<ChainBuilder.Element> elements) {
      this.elements = elements;
    }
  }

  /**
   * An engine.
   *
   * @param roots the store that is trusted instead of the system's, or null
   */
  private record Engine(CertStore roots) {}

  /** What the library keeps for a process. */
  private static final class State {
    final OpaqueHandles<Engine> engines = new OpaqueHandles<>();
    final Map<Long, Chain> chains = new ConcurrentHashMap<>();

    /** The system's roots as Java has them; read when the first chain is built. */
    List<ChainBuilder.Candidate> roots;
  }

  private WinCryptChains() {}

  private static State state(GuestThread t) {
    return t.process.state(State.class, p -> new State());
  }

  @Export
  static boolean CertCreateCertificateChainEngine(
      GuestThread t, @In long pConfig, @Out long phChainEngine) {
    int size = Memory.getInt(pConfig);
    long exclusive =
        size >= CONFIG_EXCLUSIVE_ROOT + 8 ? Memory.getLong(pConfig + CONFIG_EXCLUSIVE_ROOT) : 0;
    CertStore roots = null;
    if (exclusive != 0) {
      roots = Certificates.of(t).store(exclusive);
      roots.retain();
    }
    Memory.putLong(phChainEngine, state(t).engines.open(new Engine(roots)));
    return true;
  }

  @Export
  static void CertFreeCertificateChainEngine(GuestThread t, @Opt long hChainEngine) {
    Engine engine = state(t).engines.close(hChainEngine);
    if (engine != null && engine.roots != null) {
      Certificates.of(t).closed(t, engine.roots);
    }
  }

  private static List<ChainBuilder.Candidate> candidates(GuestThread t, CertStore store) {
    List<ChainBuilder.Candidate> list = new ArrayList<>();
    for (int i = 0; i < store.size(); i++) {
      CertContext context = store.context(t, i);
      if (context.certificate() != null) {
        list.add(new ChainBuilder.Candidate(context.encoded, context.certificate()));
      }
      Certificates.of(t).release(t, context);
    }
    return list;
  }

  private static List<ChainBuilder.Candidate> roots(GuestThread t, long engine) {
    State state = state(t);
    Engine chosen = state.engines.get(engine);
    if (chosen != null && chosen.roots != null) {
      return candidates(t, chosen.roots);
    }
    synchronized (state) {
      if (state.roots == null) {
        CertStore store = CertStore.roots();
        Certificates.of(t).open(store);
        state.roots = candidates(t, store);
        Certificates.of(t).closed(t, store);
      }
      return state.roots;
    }
  }

  /**
   * Builds the chain of a certificate up to a root.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certgetcertificatechain">CertGetCertificateChain</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "Names, signatures, validity and basic constraints; no revocation and no usages.")
  static boolean CertGetCertificateChain(
      GuestThread t,
      @Opt long hChainEngine,
      long pCertContext,
      @In @Opt long pTime,
      @Opt long hAdditionalStore,
      @In long pChainPara,
      int dwFlags,
      @Opt long pvReserved,
      @Out long ppChainContext) {
    CertContext leaf = Certificates.of(t).context(pCertContext);
    if (leaf.certificate() == null || ppChainContext == 0) {
      throw Win32Error.E_INVALIDARG.exception();
    }
    List<ChainBuilder.Candidate> others = new ArrayList<>();
    if (hAdditionalStore != 0) {
      others.addAll(candidates(t, Certificates.of(t).store(hAdditionalStore)));
    }
    if (leaf.store != null) {
      others.addAll(candidates(t, leaf.store));
    }
    long time = pTime == 0 ? HostSystem.now() : Memory.getLong(pTime);
    Date date = new Date((time - HostSystem.UNIX_EPOCH) / 10_000);
    ChainBuilder builder = new ChainBuilder(roots(t, hChainEngine), others, date);
    Chain chain = new Chain(builder.build(leaf.encoded, leaf.certificate()));
    long address = write(t, chain, leaf);
    state(t).chains.put(address, chain);
    Memory.putLong(ppChainContext, address);
    return true;
  }

  private static long write(GuestThread t, Chain chain, CertContext leaf) {
    int count = chain.elements.size();
    long size = CHAIN_SIZE + 8 + SIMPLE_SIZE + (8L + ELEMENT_SIZE) * count;
    long at = t.process.heap.allocate(t, size);
    if (at == 0) {
      throw Win32Error.OUTOFMEMORY.exception();
    }
    Memory.fill(at, size, 0);
    long simples = at + CHAIN_SIZE;
    long simple = simples + 8;
    long list = simple + SIMPLE_SIZE;
    int errors = 0;
    int info = 0;
    for (int i = 0; i < count; i++) {
      ChainBuilder.Element e = chain.elements.get(i);
      long element = list + 8L * count + (long) ELEMENT_SIZE * i;
      CertContext context = i == 0 ? leaf : CertContext.make(t, e.encoded, null, 0);
      if (i == 0) {
        leaf.retain();
      } else {
        Certificates.of(t).add(context);
      }
      chain.contexts.add(context);
      Memory.putLong(list + 8L * i, element);
      Memory.putInt(element, ELEMENT_SIZE);
      Memory.putLong(element + ELEMENT_CERTIFICATE, context.address);
      Memory.putInt(element + ELEMENT_STATUS, e.errors);
      Memory.putInt(element + ELEMENT_STATUS + 4, e.info);
      errors |= e.errors;
      info |= e.info & ~ChainBuilder.IS_SELF_SIGNED;
    }
    Memory.putInt(simple, SIMPLE_SIZE);
    Memory.putInt(simple + 4, errors);
    Memory.putInt(simple + 8, info);
    Memory.putInt(simple + CHAIN_COUNT, count);
    Memory.putLong(simple + CHAIN_LIST, list);
    Memory.putLong(simples, simple);
    Memory.putInt(at, CHAIN_SIZE);
    Memory.putInt(at + CHAIN_STATUS, errors);
    Memory.putInt(at + CHAIN_STATUS + 4, info);
    Memory.putInt(at + CHAIN_COUNT, 1);
    Memory.putLong(at + CHAIN_LIST, simples);
    return at;
  }

  private static Chain chain(GuestThread t, long address) {
    Chain chain = state(t).chains.get(address);
    if (chain == null) {
      throw Win32Error.E_INVALIDARG.exception();
    }
    return chain;
  }

  @Export
  static long CertDuplicateCertificateChain(GuestThread t, long pChainContext) {
    Chain chain = chain(t, pChainContext);
    synchronized (chain) {
      chain.references++;
    }
    return pChainContext;
  }

  @Export
  static void CertFreeCertificateChain(GuestThread t, @Opt long pChainContext) {
    Chain chain = state(t).chains.get(pChainContext);
    if (chain == null) {
      return;
    }
    synchronized (chain) {
      if (--chain.references > 0) {
        return;
      }
    }
    state(t).chains.remove(pChainContext);
    for (CertContext context : chain.contexts) {
      Certificates.of(t).release(t, context);
    }
    t.process.heap.free(t, pChainContext);
  }

  /**
   * What a policy says about a chain.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certverifycertificatechainpolicy">CertVerifyCertificateChainPolicy</a>
   */
  @Export(support = Support.PARTIAL, note = "The base and SSL policies, without flags.")
  static boolean CertVerifyCertificateChainPolicy(
      GuestThread t,
      long pszPolicyOID,
      long pChainContext,
      @In long pPolicyPara,
      @Out long pPolicyStatus) {
    if (pszPolicyOID < 1 || pszPolicyOID > 7) {
      throw Win32Error.FILE_NOT_FOUND.exception();
    }
    Chain chain = chain(t, pChainContext);
    int error = 0;
    int place = -1;
    for (int i = 0; i < chain.elements.size() && error == 0; i++) {
      error = error(chain.elements.get(i).errors);
      place = i;
    }
    if (error == 0 && pszPolicyOID == POLICY_SSL && pPolicyPara != 0) {
      String server = serverName(pPolicyPara);
      if (server != null && !ServerNames.match(chain.elements.get(0).certificate, server)) {
        error = CERT_E_CN_NO_MATCH;
        place = 0;
      }
    }
    Memory.putInt(pPolicyStatus + POLICY_ERROR, error);
    Memory.putInt(pPolicyStatus + POLICY_CHAIN, error == 0 ? -1 : 0);
    Memory.putInt(pPolicyStatus + POLICY_ELEMENT, error == 0 ? -1 : place);
    return true;
  }

  private static int error(int errors) {
    if ((errors & ChainBuilder.NOT_SIGNATURE_VALID) != 0) {
      return TRUST_E_CERT_SIGNATURE;
    }
    if ((errors & ChainBuilder.UNTRUSTED_ROOT) != 0) {
      return CERT_E_UNTRUSTEDROOT;
    }
    if ((errors & ChainBuilder.PARTIAL_CHAIN) != 0) {
      return CERT_E_CHAINING;
    }
    if ((errors & ChainBuilder.NOT_TIME_VALID) != 0) {
      return CERT_E_EXPIRED;
    }
    return (errors & ChainBuilder.INVALID_BASIC_CONSTRAINTS) != 0 ? TRUST_E_BASIC_CONSTRAINTS : 0;
  }

  /** {@code SSL_EXTRA_CERT_CHAIN_POLICY_PARA.pwszServerName}, for servers; null for none. */
  private static String serverName(long parameters) {
    long extra = Memory.getLong(parameters + 8);
    if (extra == 0 || Memory.getInt(extra) < 24) {
      return null;
    }
    boolean isServer = Memory.getInt(extra + 4) == 2; // AUTHTYPE_SERVER
    long name = Memory.getLong(extra + 16);
    return isServer && name != 0 ? Memory.wide(name) : null;
  }
}
