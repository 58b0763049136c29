package decant.comctl32;

import decant.abi.Export;
import decant.abi.Library;

/** commctrl.h, as far as programs with a console call it when they start. */
@Library("comctl32")
public final class CommCtrl {
  private CommCtrl() {}

  /**
   * Does nothing, as on Windows: it is called to have the library among the program's imports.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/commctrl/nf-commctrl-initcommoncontrols">InitCommonControls</a>
   */
  @Export
  static void InitCommonControls() {}
}
