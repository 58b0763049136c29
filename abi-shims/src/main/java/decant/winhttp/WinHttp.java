package decant.winhttp;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;

/**
 * winhttp.h: which proxies are configured – none; programs that know the environment look there.
 */
@Library("winhttp")
public final class WinHttp {
  private static final int ACCESS_TYPE_NO_PROXY = 1;

  /** {@code WINHTTP_CURRENT_USER_IE_PROXY_CONFIG} and {@code WINHTTP_PROXY_INFO}. */
  private static final int IE_CONFIG_SIZE = 32;

  private static final int PROXY_INFO_SIZE = 24;

  private WinHttp() {}

  @Export
  static boolean WinHttpGetIEProxyConfigForCurrentUser(@Out long pProxyConfig) {
    Memory.fill(pProxyConfig, IE_CONFIG_SIZE, 0);
    return true;
  }

  @Export
  static boolean WinHttpGetDefaultProxyConfiguration(@Out long pProxyInfo) {
    Memory.fill(pProxyInfo, PROXY_INFO_SIZE, 0);
    Memory.putInt(pProxyInfo, ACCESS_TYPE_NO_PROXY);
    return true;
  }
}
