import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * What the programs of {@link RealWork} work on, made from nothing and the same each time: of each
 * kind of source a large file, and a tree of many small ones.
 */
final class RealWorkInputs {
  private static final int FOLDERS = 40;

  private final Path root;
  private final Random random = new Random(7);

  RealWorkInputs(Path root) {
    this.root = root;
  }

  /** Makes all of them. */
  void make() throws IOException {
    StringBuilder large = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      large.append(javascript(i));
    }
    write("large.js", large.toString());
    write("medium.js", large.substring(0, large.length() / 5));
    write("medium.ts", typescript(2_500));
    write("large.css", repeat(20_000, RealWorkInputs::css));
    write("large.lua", repeat(1_200, RealWorkInputs::lua));
    write("large.sol", solidity(800));
    write("large.proto", proto("large", 400));
    write("large.bazel", repeat(12_000, RealWorkInputs::bazel));
    write("Large.elm", elm("Large", 2_500));
    write("large.scss", scss(3_000));
    write("dprint.json", "{\"typescript\": {\"lineWidth\": 100}}\n");
    write("compute.py", PYTHON_COMPUTE);
    write("files.py", PYTHON_FILES);
    write("compute.js", NODE_COMPUTE);
    write("files.js", NODE_FILES);
    log("large.log", 1_500_000);
    tree();
    protos();
    pictures();
  }

  private void tree() throws IOException {
    StringBuilder index = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      String folder = "d" + i % FOLDERS;
      write("js/" + folder + "/m" + i + ".js", "export const v" + i + " = 1;\n" + javascript(i));
      index.append("import { v").append(i).append(" } from './").append(folder);
      index.append("/m").append(i).append(".js';\nuse(v").append(i).append(");\n");
    }
    write("js/index.js", index.toString());
    for (int i = 0; i < 6_000; i++) {
      log("text/d" + i % FOLDERS + "/f" + i + ".txt", 30);
    }
    for (int i = 0; i < 1_000; i++) {
      String folder = "d" + i % FOLDERS + "/f" + i;
      write("lua/" + folder + ".lua", lua(i) + lua(i + 1));
      write("ts/" + folder + ".ts", typescript(2));
      write("sol/" + folder + ".sol", solidity(2));
      write("css/" + folder + ".css", css(i) + css(i + 1));
      if (i < 300) {
        write("scss/" + folder + ".scss", scss(1));
      }
      write("bazel/" + folder + "/BUILD.bazel", bazel(i) + bazel(i + 1));
      if (i < 400) {
        write("elm/" + folder + ".elm", elm("F" + i, 2));
      }
    }
  }

  private void protos() throws IOException {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      write("proto/p" + i + ".proto", proto("p" + i, 3));
      names.append("p").append(i).append(".proto\n");
    }
    write("proto/names.txt", names.toString());
    write("proto/buf.yaml", "version: v2\nmodules:\n  - path: .\n");
  }

  /** Portable pixmaps, as they need no encoder; ffmpeg makes pictures of other formats of them. */
  private void pictures() throws IOException {
    Files.write(root.resolve("large.ppm"), pixmap(800, 600));
    for (int i = 0; i < 600; i++) {
      Files.write(root.resolve(String.format(Locale.ROOT, "ppm%04d.ppm", i)), pixmap(64, 48));
    }
  }

  private byte[] pixmap(int width, int height) {
    byte[] head = ("P6 " + width + " " + height + " 255\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + 3 * width * height];
    System.arraycopy(head, 0, all, 0, head.length);
    for (int i = head.length, n = 0; i < all.length; i++, n++) {
      int x = n / 3 % width;
      int y = n / 3 / width;
      all[i] = (byte) (x * (n % 3 + 1) / 4 + y / 2 + (random.nextInt(16) == 0 ? 9 : 0));
    }
    return all;
  }

  private interface Piece {
    String text(int number);
  }

  private static String repeat(int count, Piece piece) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(piece.text(i));
    }
    return text.toString();
  }

  private static String javascript(int i) {
    return """
    function work#(input, options) {
      const total = input.filter((x) => x % # === 0).map((x) => ({ value: x, name: `n${x}-#` }));
      for (let index = 0; index < total.length; index++) {
        if (options && options.limit !== undefined && index > options.limit) { break } else {
          total[index].value += Math.floor(index / (# + 1)) + "text #".length;
        }
      }
      return total.reduce((sum, item) => sum + item.value, #);
    }
    """
        .replace("#", Integer.toString(i));
  }

  private static String typescript(int count) {
    return repeat(
        count,
        i ->
            """
            export interface Item# { name: string, price: number; tags?: readonly string[] }
            export class Store#<T extends Item#> { private items: Map<string, T> = new Map()
              add(item: T): this { this.items.set(item.name, item); return this; }
              async find(name: string): Promise<T | undefined> { const found = this.items.get(name); if (!found) { return undefined }
                return await Promise.resolve(found) } }
            """
                .replace("#", Integer.toString(i)));
  }

  private static String css(int i) {
    return """
    .block# > li:nth-child(#) { margin: 0px 0px 0px 0px; color: rgba(255, 0, 0, 0.5); display: flex;
      background: linear-gradient(to right, rgb(#, 20, 30), hsl(120, 50%, 50%)); }
    @media (min-width: #px) { .block# { padding: calc(1px + 2px) 4px; transition: all 0.3s ease } }
    """
        .replace("#", Integer.toString(i % 255));
  }

  private static String scss(int count) {
    return "$size: 3px;\n@mixin box($a) { padding: $a * 2; &:hover { margin: $a } }\n"
        + repeat(
            count,
            i ->
                (".b# { @include box($size + #px); .c { color: darken(#336699, 10%);"
                        + " @if # > 3 { width: percentage(math.div(1, 4)) } } }\n")
                    .replace("math.div(1, 4)", "0.25")
                    .replace("# ", i + " ")
                    .replace("#p", i + "p"));
  }

  private static String lua(int i) {
    return """
    local function work#(input, options)
      local total = {} for index, value in ipairs(input) do
        if value % 2 == 0 and options.limit ~= nil then total[#total+1] = { value = value, name = "n" .. value }
        elseif value == # then break else total[#total + 1] = { value = value+#, name = 'x' } end
      end
      return total, function(...) return select('#', ...) end
    end
    """
        .replaceAll("(work|== |value\\+)#", "$1" + i);
  }

  private static String solidity(int count) {
    return "// SPDX-License-Identifier: MIT\npragma solidity ^0.8.0;\n"
        + repeat(
            count,
            i ->
                """
                contract C# { mapping(address=>uint256) public balances; event Moved(address indexed from, uint256 value);
                function move(address to, uint256 value) external returns (bool) { require(balances[msg.sender]>=value, "no"); balances[msg.sender]-=value; balances[to]+=value; emit Moved(to,value); return true; } }
                """
                    .replace("#", Integer.toString(i)));
  }

  private static String proto(String name, int count) {
    return "syntax = \"proto3\";\npackage demo."
        + name
        + ";\n"
        + repeat(
            count,
            i ->
                """
                message Message# {
                  string name = 1;
                  repeated int64 values = 2;
                  map<string, int32> counts = 3;
                  oneof choice { bool yes = 4; double number = 5; }
                }
                """
                    .replace("#", Integer.toString(i)));
  }

  private static String bazel(int i) {
    return """
    cc_library(name="lib#", srcs=["b#.cc","a#.cc"], hdrs=["a#.h"], deps=["//z:z", ":lib0", "//a:a"], visibility=["//visibility:public"])
    """
        .replace("#", Integer.toString(i));
  }

  private static String elm(String module, int count) {
    return "module "
        + module
        + " exposing (..)\n\nimport Dict\nimport List\n\n"
        + repeat(
            count,
            i ->
                """
                type alias Item# = { name : String, price : Float, tags : List String }
                total# : List Item# -> Float
                total# items = items |> List.filter (\\i -> i.price > #.5) |> List.map .price |> List.foldl (+) 0


                """
                    .replace("#", Integer.toString(i)));
  }

  private void log(String file, int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append("2024-01-01T00:00:").append(i % 60).append(" host service[").append(i);
      text.append("]: request ").append(Integer.toHexString(random.nextInt()));
      text.append(random.nextInt(1000) == 0 ? " needle found\n" : " done in 12 ms\n");
    }
    write(file, text.toString());
  }

  private void write(String name, String text) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String PYTHON_COMPUTE =
      """
      total = 0
      words = {}
      for i in range(1500000):
          total += i * i % 7
          words[i % 5000] = words.get(i % 5000, 0) + len(str(i))
      print(total, sum(words.values()))
      """;

  private static final String PYTHON_FILES =
      """
      import os
      size = 0
      for folder, folders, files in os.walk('text'):
          folders.sort()
          for name in sorted(files):
              path = os.path.join(folder, name)
              with open(path, 'rb') as f:
                  size += len(f.read()) + os.stat(path).st_size
      os.makedirs('out', exist_ok=True)
      for i in range(1000):
          with open('out/%d.txt' % i, 'w') as f:
              f.write('x' * 1000)
      print(size)
      """;

  private static final String NODE_COMPUTE =
      """
      let s = 0;
      for (let i = 0; i < 3e7; i++) s = (s + i * i) % 1000003;
      const m = new Map();
      for (let i = 0; i < 1e6; i++) m.set('k' + i % 9973, i);
      console.log(s, m.size);
      """;

  private static final String NODE_FILES =
      """
      const fs = require('fs'), path = require('path');
      let size = 0;
      for (const d of fs.readdirSync('text')) for (const f of fs.readdirSync(path.join('text', d))) {
        const p = path.join('text', d, f);
        size += fs.readFileSync(p).length + fs.statSync(p).size;
      }
      fs.mkdirSync('out', { recursive: true });
      for (let i = 0; i < 1000; i++) fs.writeFileSync(`out/${i}.txt`, 'x'.repeat(1000));
      console.log(size);
      """;
}
