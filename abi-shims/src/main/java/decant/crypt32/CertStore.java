package decant.crypt32;

import decant.nt.GuestThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A certificate store: the host's trusted roots, or what a program has put together. */
final class CertStore {
  private static final String[] BUNDLES = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem"
  };

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  /** The handle; set when the store is opened. */
  long handle;

  private int references = 1;
  private boolean over;
  private final List<byte[]> encoded = new ArrayList<>();

  /** Contexts that were made of them, by place. */
  private final List<CertContext> contexts = new ArrayList<>();

  /** An empty store. */
  CertStore() {}

  /** The certificates that the host trusts. */
  static CertStore roots() {
    CertStore store = new CertStore();
    for (String bundle : BUNDLES) {
      try {
        store.readPem(Files.readString(Path.of(bundle), StandardCharsets.ISO_8859_1));
        return store;
      } catch (IOException e) {
        continue; // the next name
      }
    }
    return store;
  }

  private void readPem(String text) {
    int from = text.indexOf(BEGIN);
    while (from >= 0) {
      int end = text.indexOf(END, from);
      if (end < 0) {
        return;
      }
      try {
        encoded.add(Base64.getMimeDecoder().decode(text.substring(from + BEGIN.length(), end)));
        contexts.add(null);
      } catch (IllegalArgumentException e) {
        // A damaged entry is left out.
      }
      from = text.indexOf(BEGIN, end);
    }
  }

  synchronized void retain() {
    references++;
  }

  synchronized boolean release() {
    return --references == 0;
  }

  synchronized int size() {
    return encoded.size();
  }

  /** The context at a place, with a reference for the caller. */
  synchronized CertContext context(GuestThread t, int place) {
    CertContext context = contexts.get(place);
    if (context == null) {
      context = CertContext.make(t, encoded.get(place), this, handle);
      contexts.set(place, context);
      Certificates.of(t).add(context);
    }
    context.retain();
    return context;
  }

  /** The place of a context, -1 when it is not of this store. */
  synchronized int place(CertContext context) {
    return contexts.indexOf(context);
  }

  /** The place of a certificate, -1 when it is not here. */
  synchronized int find(byte[] certificate) {
    for (int i = 0; i < encoded.size(); i++) {
      if (Arrays.equals(encoded.get(i), certificate)) {
        return i;
      }
    }
    return -1;
  }

  /** Adds a certificate; returns its place. */
  synchronized int add(byte[] certificate) {
    encoded.add(certificate);
    contexts.add(null);
    return encoded.size() - 1;
  }

  synchronized byte[] encodedAt(int place) {
    return encoded.get(place);
  }

  synchronized void remove(int place) {
    encoded.remove(place);
    contexts.remove(place);
  }

  /**
   * Ends the store, once, when it has been closed and nobody but itself has one of its contexts;
   * returns the contexts that it holds references to, or null when it goes on.
   */
  synchronized List<CertContext> end() {
    if (references > 0 || over) {
      return null;
    }
    List<CertContext> held = new ArrayList<>();
    for (CertContext context : contexts) {
      if (context != null && context.isShared()) {
        return null;
      }
      if (context != null) {
        held.add(context);
      }
    }
    over = true;
    return held;
  }
}
