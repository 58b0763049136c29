package decant.host;

import java.io.IOException;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * The manager of {@code java.util.logging}, which JNA brings up, that reads no configuration and
 * keeps no loggers: that takes 5 ms of every program's start, and nobody logs there. The launcher
 * names it.
 */
public final class QuietLogManager extends LogManager {
  @Override
  public void readConfiguration() throws IOException {
    throw new IOException("there is no configuration"); // only so is what follows left out as well
  }

  @Override
  public boolean addLogger(Logger logger) {
    return true;
  }

  @Override
  public Logger getLogger(String name) {
    return null;
  }
}
