package decant.dll;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import decant.api.Decant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DLLs that their makers publish for Windows give what their Linux twins give. */
class VendorDllTest {
  private static final Path VENDOR =
      Path.of(System.getProperty("basedir", "."))
          .toAbsolutePath()
          .resolve("target/programs/vendor");

  @TempDir Path work;

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  // --- libsodium --------------------------------------------------------------------------------

  /** {@code sodium.h}. */
  public interface Sodium extends Library {
    int sodium_init();

    String sodium_version_string();

    int crypto_generichash(byte[] to, long size, byte[] m, long length, byte[] key, long keyLength);

    int crypto_hash_sha512(byte[] to, byte[] m, long length);

    int crypto_secretbox_easy(byte[] to, byte[] m, long length, byte[] nonce, byte[] key);

    int crypto_secretbox_open_easy(byte[] to, byte[] c, long length, byte[] nonce, byte[] key);

    int crypto_sign_seed_keypair(byte[] publicKey, byte[] secretKey, byte[] seed);

    int crypto_sign_detached(byte[] to, LongByReference size, byte[] m, long length, byte[] key);

    int crypto_sign_verify_detached(byte[] signature, byte[] m, long length, byte[] publicKey);

    int crypto_pwhash(
        byte[] to,
        long size,
        byte[] word,
        long length,
        byte[] salt,
        long ops,
        long memory,
        int how);

    void randombytes_buf(byte[] to, long size);
  }

  @Test
  void libsodium() {
    final Sodium windows = Decant.load(VENDOR.resolve("windows64/libsodium.dll"), Sodium.class);
    final Sodium linux =
        Native.load(VENDOR.resolve("linux64/libsodium.so").toString(), Sodium.class);
    assertThat(windows.sodium_init()).isZero();
    assertThat(linux.sodium_init()).isNotNegative();
    assertThat(windows.sodium_version_string()).isEqualTo(linux.sodium_version_string());
    byte[] message = random(1_000_003, 1);
    byte[] key = random(32, 2);
    byte[] nonce = random(24, 3);
    List<byte[]> results = new ArrayList<>();
    for (Sodium s : new Sodium[] {windows, linux}) {
      byte[] hash = new byte[64];
      assertThat(s.crypto_generichash(hash, 64, message, message.length, key, 32)).isZero();
      byte[] sha = new byte[64];
      s.crypto_hash_sha512(sha, message, message.length);
      byte[] box = new byte[message.length + 16];
      s.crypto_secretbox_easy(box, message, message.length, nonce, key);
      byte[] publicKey = new byte[32];
      byte[] secretKey = new byte[64];
      s.crypto_sign_seed_keypair(publicKey, secretKey, key);
      byte[] signature = new byte[64];
      LongByReference size = new LongByReference();
      s.crypto_sign_detached(signature, size, message, message.length, secretKey);
      assertThat(size.getValue()).isEqualTo(64);
      byte[] derived = new byte[32];
      byte[] word = "correct horse".getBytes(StandardCharsets.US_ASCII);
      assertThat(s.crypto_pwhash(derived, 32, word, word.length, random(16, 4), 2, 1 << 23, 2))
          .isZero();
      results.addAll(List.of(hash, sha, box, publicKey, signature, derived));
    }
    for (int i = 0; i < 6; i++) {
      assertThat(results.get(i)).as("result %d", i).isEqualTo(results.get(i + 6));
    }
    // What one has made, the other opens and verifies.
    byte[] opened = new byte[message.length];
    byte[] box = results.get(8);
    assertThat(windows.crypto_secretbox_open_easy(opened, box, box.length, nonce, key)).isZero();
    assertThat(opened).isEqualTo(message);
    byte[] signature = results.get(10);
    byte[] publicKey = results.get(3);
    assertThat(windows.crypto_sign_verify_detached(signature, message, message.length, publicKey))
        .isZero();
    message[7]++;
    assertThat(windows.crypto_sign_verify_detached(signature, message, message.length, publicKey))
        .isEqualTo(-1);
    byte[] noise = new byte[64];
    windows.randombytes_buf(noise, 64);
    assertThat(noise).isNotEqualTo(new byte[64]);
  }

  // --- SQLite -----------------------------------------------------------------------------------

  /** {@code sqlite3.h}. */
  public interface Sqlite extends Library {
    int sqlite3_initialize();

    String sqlite3_libversion();

    int sqlite3_open(String name, PointerByReference database);

    int sqlite3_close(Pointer database);

    int sqlite3_exec(Pointer database, String sql, Row row, Pointer data, PointerByReference error);

    int sqlite3_prepare_v2(Pointer db, String sql, int size, PointerByReference to, Pointer tail);

    int sqlite3_bind_int64(Pointer statement, int at, long value);

    int sqlite3_step(Pointer statement);

    double sqlite3_column_double(Pointer statement, int column);

    int sqlite3_finalize(Pointer statement);

    String sqlite3_errmsg(Pointer database);

    int sqlite3_create_function(
        Pointer db, String name, int n, int how, Pointer data, Function f, Callback s, Callback e);

    long sqlite3_value_int64(Pointer value);

    void sqlite3_result_int64(Pointer context, long value);

    /** What {@code sqlite3_exec} calls with each row. */
    interface Row extends Callback {
      int invoke(Pointer data, int columns, Pointer values, Pointer names);
    }

    /** An SQL function. */
    interface Function extends Callback {
      void invoke(Pointer context, int count, Pointer values);
    }
  }

  private static final String[] SCRIPT = {
    "create table person(id integer primary key, name text, weight real)",
    "insert into person(name, weight) values ('Grüße', 1.5), ('''quoted''', -2e100), (null, 7)",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)"
        + " insert into person(name, weight) select 'p' || i, i * 0.1 from n",
    "create index by_name on person(name)",
  };

  private static final String[] QUERIES = {
    "select * from person order by id limit 5",
    "select count(*), sum(weight), avg(id), max(name) from person where id > 3",
    "select name from person where name like 'p4_9%' order by name desc",
    "select upper(hex(name)), length(name), round(weight, 2) from person where id in (1, 2, 99)",
    "select printf('%08.3f|%s', weight, typeof(weight)) from person order by weight desc limit 3",
    "select group_concat(name, ',') from (select name from person where id % 1000 = 3)",
    "select json_object('a', json_array(1, 2.5, 'x')), json_extract('{\"k\":[1,2]}', '$.k[1]')",
    "select strftime('%Y-%m-%d %H:%M:%S', 1234567890, 'unixepoch'), julianday('2000-01-01')",
  };

  private static Sqlite sqlite() {
    Path dll = VENDOR.resolve("org/bytedeco/cpython/windows-x86_64/lib/sqlite3.dll");
    Sqlite sqlite = Decant.load(dll, Sqlite.class);
    assertThat(sqlite.sqlite3_initialize()).isZero(); // it is built without doing so by itself
    return sqlite;
  }

  private static List<List<String>> rows(Sqlite s, Pointer db, String sql) {
    List<List<String>> rows = new ArrayList<>();
    Sqlite.Row row =
        (data, columns, values, names) -> {
          List<String> cells = new ArrayList<>();
          for (int i = 0; i < columns; i++) {
            Pointer cell = values.getPointer(8L * i);
            cells.add(cell == null ? null : cell.getString(0, "UTF-8"));
          }
          rows.add(cells);
          return 0;
        };
    assertThat(s.sqlite3_exec(db, sql, row, null, null)).as(s.sqlite3_errmsg(db)).isZero();
    return rows;
  }

  private static List<List<String>> rows(Connection linux, String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = linux.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(result.getString(i));
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  @Test
  void sqlite3() throws SQLException {
    Sqlite s = sqlite();
    assertThat(s.sqlite3_libversion()).startsWith("3.");
    PointerByReference opened = new PointerByReference();
    Path file = work.resolve("people.db");
    assertThat(s.sqlite3_open("Z:" + file, opened)).isZero();
    Pointer db = opened.getValue();
    try (Connection linux = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = linux.createStatement()) {
      for (String sql : SCRIPT) {
        rows(s, db, sql);
        statement.executeUpdate(sql);
      }
      for (String sql : QUERIES) {
        assertThat(rows(s, db, sql)).as(sql).isNotEmpty().isEqualTo(rows(linux, sql));
      }
    }
    assertThat(s.sqlite3_close(db)).isZero();
    // The file is one that SQLite for Linux reads.
    try (Connection linux = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(rows(linux, "select count(*) from person")).isEqualTo(List.of(List.of("5003")));
      assertThat(rows(linux, "pragma integrity_check")).isEqualTo(List.of(List.of("ok")));
    }
  }

  @Test
  void sqlite3CallsFunctionsOfJava() {
    Sqlite s = sqlite();
    PointerByReference opened = new PointerByReference();
    s.sqlite3_open(":memory:", opened);
    Pointer db = opened.getValue();
    Sqlite.Function twice =
        (context, count, values) ->
            s.sqlite3_result_int64(context, 2 * s.sqlite3_value_int64(values.getPointer(0)));
    assertThat(s.sqlite3_create_function(db, "twice", 1, 1, null, twice, null, null)).isZero();
    PointerByReference prepared = new PointerByReference();
    s.sqlite3_prepare_v2(db, "select twice(?) + 0.5", -1, prepared, null);
    s.sqlite3_bind_int64(prepared.getValue(), 1, 1L << 40);
    assertThat(s.sqlite3_step(prepared.getValue())).isEqualTo(100);
    assertThat(s.sqlite3_column_double(prepared.getValue(), 0)).isEqualTo((1L << 41) + 0.5);
    s.sqlite3_finalize(prepared.getValue());
    assertThat(s.sqlite3_exec(db, "select nonsense from nowhere", null, null, null)).isEqualTo(1);
    assertThat(s.sqlite3_errmsg(db)).contains("no such table: nowhere");
    assertThat(s.sqlite3_close(db)).isZero();
  }

  // --- Opus -------------------------------------------------------------------------------------

  /** {@code opus.h}. */
  public interface Opus extends Library {
    String opus_get_version_string();

    Pointer opus_encoder_create(int rate, int channels, int application, IntByReference error);

    int opus_encoder_ctl(Pointer encoder, int request, Object... values);

    int opus_encode(Pointer encoder, short[] samples, int frame, byte[] to, int room);

    Pointer opus_decoder_create(int rate, int channels, IntByReference error);

    int opus_decode(Pointer decoder, byte[] data, int length, short[] to, int frame, int fec);
  }

  private static final int FRAME = 960;

  @Test
  void opus() {
    Opus windows = Decant.load(VENDOR.resolve("windows/x64/org/lwjgl/opus/opus.dll"), Opus.class);
    Opus linux =
        Native.load(VENDOR.resolve("linux/x64/org/lwjgl/opus/libopus.so").toString(), Opus.class);
    assertThat(windows.opus_get_version_string()).startsWith("libopus ");
    byte[][] packets = encode(linux);
    // What the Linux encoder has made, both decode alike, but for the last bit of a float.
    short[][] a = decode(windows, packets);
    short[][] b = decode(linux, packets);
    for (int i = 0; i < packets.length; i++) {
      for (int n = 0; n < FRAME; n++) {
        assertThat(Math.abs(a[i][n] - b[i][n])).isLessThanOrEqualTo(1);
      }
    }
    byte[][] own = encode(windows);
    assertThat(Arrays.stream(own).mapToInt(p -> p.length).sum())
        .isBetween(packets.length * 20, packets.length * 400);
    assertThat(decode(windows, own)).hasDimensions(50, FRAME);
  }

  private static byte[][] encode(Opus o) {
    IntByReference error = new IntByReference(-1);
    Pointer encoder = o.opus_encoder_create(48_000, 1, 2049, error);
    assertThat(error.getValue()).isZero();
    assertThat(o.opus_encoder_ctl(encoder, 4002, 64_000)).isZero(); // OPUS_SET_BITRATE
    byte[][] packets = new byte[50][];
    short[] samples = new short[FRAME];
    byte[] packet = new byte[1500];
    for (int i = 0; i < packets.length; i++) {
      for (int n = 0; n < FRAME; n++) {
        samples[n] = (short) (9000 * Math.sin((i * FRAME + n) * 0.05));
      }
      int length = o.opus_encode(encoder, samples, FRAME, packet, packet.length);
      assertThat(length).isPositive();
      packets[i] = Arrays.copyOf(packet, length);
    }
    return packets;
  }

  private static short[][] decode(Opus o, byte[][] packets) {
    Pointer decoder = o.opus_decoder_create(48_000, 1, new IntByReference());
    short[][] all = new short[packets.length][FRAME];
    for (int i = 0; i < packets.length; i++) {
      assertThat(o.opus_decode(decoder, packets[i], packets[i].length, all[i], FRAME, 0))
          .isEqualTo(FRAME);
    }
    return all;
  }
}
