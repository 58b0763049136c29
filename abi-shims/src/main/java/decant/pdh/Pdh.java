package decant.pdh;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.OpaqueHandles;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;

/** pdh.h: performance data. There are queries, but no counters to put into them. */
@Library("pdh")
public final class Pdh {
  private static final int PDH_CSTATUS_NO_OBJECT = 0xC000_0BB8;
  private static final int PDH_INVALID_HANDLE = 0xC000_0BBC;
  private static final int PDH_INVALID_ARGUMENT = 0xC000_0BBD;
  private static final int PDH_NO_DATA = 0x8000_07D5;

  /** What the library keeps for a process: queries, which have nothing to know. */
  private static final class State {
    final OpaqueHandles<Object> queries = new OpaqueHandles<>();
  }

  private Pdh() {}

  private static OpaqueHandles<Object> queries(GuestThread t) {
    return t.process.state(State.class, p -> new State()).queries;
  }

  @Export
  static int PdhOpenQuery(
      GuestThread t, Text text, @In @Opt long szDataSource, long dwUserData, @Out long phQuery) {
    if (phQuery == 0) {
      return PDH_INVALID_ARGUMENT;
    }
    Memory.putLong(phQuery, queries(t).open(new Object()));
    return 0;
  }

  @Export
  static int PdhCloseQuery(GuestThread t, long hQuery) {
    return queries(t).close(hQuery) == null ? PDH_INVALID_HANDLE : 0;
  }

  @Export(
      value = {
        "PdhAddCounterA",
        "PdhAddCounterW",
        "PdhAddEnglishCounterA",
        "PdhAddEnglishCounterW"
      },
      support = Support.STUB,
      note = "No counters: PDH_CSTATUS_NO_OBJECT.")
  static int PdhAddCounter(
      GuestThread t,
      long hQuery,
      @In long szFullCounterPath,
      long dwUserData,
      @Out long phCounter) {
    return queries(t).get(hQuery) == null ? PDH_INVALID_HANDLE : PDH_CSTATUS_NO_OBJECT;
  }

  @Export(support = Support.STUB, note = "No counters: PDH_NO_DATA.")
  static int PdhCollectQueryData(GuestThread t, long hQuery) {
    return queries(t).get(hQuery) == null ? PDH_INVALID_HANDLE : PDH_NO_DATA;
  }

  @Export(support = Support.STUB, note = "No counters: PDH_INVALID_HANDLE.")
  static int PdhRemoveCounter(long hCounter) {
    return PDH_INVALID_HANDLE;
  }

  @Export(support = Support.STUB, note = "No counters: PDH_INVALID_HANDLE.")
  static int PdhGetFormattedCounterValue(
      long hCounter, int dwFormat, @Out @Opt long lpdwType, @Out long pValue) {
    return PDH_INVALID_HANDLE;
  }

  /** The list of objects is empty. */
  @Export
  static int PdhEnumObjects(
      Text text,
      @In @Opt long szDataSource,
      @In @Opt long szMachineName,
      @Out @Opt long mszObjectList,
      @In @Out long pcchBufferSize,
      int dwDetailLevel,
      boolean bRefresh) {
    int room = Memory.getInt(pcchBufferSize);
    Memory.putInt(pcchBufferSize, 1);
    if (mszObjectList != 0 && room > 0) {
      Memory.fill(mszObjectList, text.unit, 0);
    }
    return 0;
  }
}
