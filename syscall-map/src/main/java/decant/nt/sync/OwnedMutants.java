package decant.nt.sync;

import java.util.ArrayList;

/** The mutants that a thread owns, so that they can be found when it ends. */
final class OwnedMutants {
  private final ArrayList<MutantObject> list = new ArrayList<>(0);

  synchronized void add(MutantObject mutant) {
    list.add(mutant);
  }

  synchronized void remove(MutantObject mutant) {
    int last = list.size() - 1; // most often
    if (last >= 0 && list.get(last) == mutant) {
      list.remove(last);
    } else {
      list.remove(mutant);
    }
  }

  /** One of them; null for none. */
  synchronized MutantObject any() {
    return list.isEmpty() ? null : list.getLast();
  }
}
