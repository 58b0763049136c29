package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** esbuild for Windows, a Go program, bundles a project to the bytes of its Linux build. */
class EsbuildTest {
  private static final String WINDOWS =
      Guest.PROGRAMS.resolve("esbuild-windows/esbuild.exe").toString();
  private static final Path LINUX = Guest.PROGRAMS.resolve("esbuild-linux/bin/esbuild");

  @TempDir Path work;

  @BeforeAll
  static void needsThePackage() {
    assumeTrue(
        Files.exists(Path.of(WINDOWS)), "esbuild was not fetched: npm or the network is missing");
  }

  @BeforeEach
  void makeProject() throws IOException {
    file("package.json", "{\"name\": \"project\", \"sideEffects\": [\"*.css\"]}\n");
    file(
        "tsconfig.json",
        "{\"compilerOptions\": {\"jsx\": \"react\", \"paths\": {\"@lib/*\":"
            + " [\"./src/lib/*\"]}}}\n");
    file(
        "src/index.tsx",
        """
        import "./style.css";
        import { total, type Item } from "@lib/sum";
        import data from "./data.json";
        import * as dep from "dep";
        import text from "./gr\u00fc\u00dfe.txt";
        enum Level { Low, High = 5 }
        const items: Item[] = data.items.map(i => ({ ...i, level: Level.High }));
        declare const React: any;
        export const View = () => <ul className="list">{items.map(i => <li>{i.name}</li>)}</ul>;
        console.log(total(items) ?? 0, dep.used(), text, import("./lazy"));
        """);
    file(
        "src/lib/sum.ts",
        """
        export interface Item { name: string; price: number; level?: number }
        export const total = (items: Item[]) => items.reduce((a, i) => a + i.price ** 2, 0);
        export function unused() { return "never in the bundle"; }
        """);
    file("src/data.json", "{\"items\": [{\"name\": \"\u00c4pfel \u65e5\u672c\", \"price\": 3}]}\n");
    file("src/lazy.js", "export default class { #secret = 1n; get() { return this?.#secret } }\n");
    file("src/gr\u00fc\u00dfe.txt", "Gr\u00fc\u00dfe \ud83d\ude00\n");
    file(
        "src/style.css",
        """
        @import "./parts/base.css";
        .list { margin: 0px 0px 0px 0px; color: rgba(255, 0, 0, 0.5); & > li { display: flex } }
        .icon { background: url(./icon.svg) }
        """);
    file("src/parts/base.css", "body { font-family: \"A B\", sans-serif }\n");
    file("src/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
    file("node_modules/dep/package.json", "{\"main\": \"./main.cjs\", \"module\": \"./m.mjs\"}\n");
    file("node_modules/dep/m.mjs", "export const used = () => \"dep\"; export const other = 1;\n");
    file("node_modules/dep/main.cjs", "exports.used = () => { throw 'not this one' };\n");
    for (int i = 0; i < 60; i++) {
      String next = i < 59 ? "import { f" + (i + 1) + " } from './m" + (i + 1) + "';\n" : "";
      String call = i < 59 ? "f" + (i + 1) + "(x + " + i + ")" : "x";
      file(
          "chain/m" + i + ".ts", next + "export const f" + i + " = (x: number) => " + call + ";\n");
    }
  }

  private void file(String name, String text) throws IOException {
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void buildsTheSame(String... options) throws IOException {
    Guest.Result windows =
        Guest.decant(work, WINDOWS, "--outdir=windows", "--log-level=warning").with(options).end();
    Guest.Result linux =
        Guest.host(work, LINUX, "--outdir=linux", "--log-level=warning").with(options).end();
    windows.exits(linux.exitCode()).exits(0);
    Trees.assertSame(work.resolve("windows"), work.resolve("linux"));
  }

  private static final String BUNDLE =
      "src/index.tsx --bundle --loader:.svg=file --loader:.txt=text";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--minify --sourcemap",
        "--minify --sourcemap=inline --target=es2017 --supported:bigint=true",
        "--format=esm --splitting --sourcemap=external --chunk-names=chunks/[name]-[hash]",
        "--format=cjs --platform=node --keep-names --charset=utf8",
        "--loader:.svg=dataurl --global-name=project --legal-comments=none",
        "--minify --entry-names=[dir]/[name]-[hash] --asset-names=assets/[hash] --public-path=/x",
      })
  void bundles(String options) throws IOException {
    buildsTheSame((BUNDLE + " " + options).split(" "));
  }

  @Test
  void transformsFilesOneByOne() throws IOException {
    buildsTheSame("chain/*.ts", "src/lib/sum.ts", "--outbase=.", "--minify-whitespace");
  }

  @Test
  void transformsTheStandardInput() {
    String code = "let x: number = 1 ?? 2; export = x\n";
    Guest.Result windows =
        Guest.decant(work, WINDOWS, "--loader=ts", "--minify").stdin(code).end().exits(0);
    Guest.Result linux = Guest.host(work, LINUX, "--loader=ts", "--minify").stdin(code).end();
    assertThat(windows.outBytes()).isNotEmpty().isEqualTo(linux.outBytes());
  }

  @Test
  void complainsAboutTheSameMistakes() throws IOException {
    file("wrong.js", "import './absent';\nlet a = ;\n");
    for (String option : new String[] {"--bundle", "--minify", "--unknown"}) {
      Guest.Result linux = Guest.host(work, LINUX, "wrong.js", option).end();
      Guest.Result windows = Guest.decant(work, WINDOWS, "wrong.js", option).end();
      windows.exits(linux.exitCode());
      // On Windows esbuild has another mark for errors, which fonts there are likelier to have.
      assertThat(windows.err()).isNotEmpty().isEqualTo(linux.err().replace('\u2718', 'X'));
    }
  }

  /** Its threads and its garbage collector meet in another way each time. */
  @RepeatedTest(20)
  void bundlesTheSameEachTime() throws IOException {
    buildsTheSame("chain/m0.ts", "--bundle", "--minify", "--sourcemap");
  }
}
