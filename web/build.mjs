// Builds web/dist: one stylesheet, three script entries with shared chunks, the icon sprite,
// the worker page's manifest and service worker, and assets.json (source name -> hashed name).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const src = join(here, "src");
const dist = join(here, "dist");
const assets = {};

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);

function emit(name, bytes) {
  const ext = extname(name);
  const hashed = `assets/${basename(name, ext)}-${digest(bytes)}${ext}`;
  writeFileSync(join(dist, hashed), bytes);
  assets[name] = hashed;
  return hashed;
}

function iconNames() {
  return readFileSync(join(src, "icons.txt"), "utf8")
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .flatMap((line) => line.split(/\s+/))
    .filter(Boolean);
}

function buildSprite() {
  const symbols = iconNames().map((name) => {
    const file = join(here, "node_modules/@tabler/icons/icons/outline", `${name}.svg`);
    const body = readFileSync(file, "utf8")
      .replace(/^[\s\S]*?<svg[^>]*>/, "")
      .replace("</svg>", "")
      .replace(/<path stroke="none"[^>]*>/, "")
      .replace(/\s*\n\s*/g, "")
      .replace(/ \/>/g, "/>");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
  });
  const mark = readFileSync(join(src, "img/mark.svg"), "utf8")
    .replace(/^[\s\S]*?<svg[^>]*>/, '<symbol id="anju" viewBox="0 0 32 32">')
    .replace("</svg>", "</symbol>")
    .replace(/\s*\n\s*/g, "");
  emit("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${mark}${symbols.join("")}</svg>`);
}

function buildStyles() {
  const out = join(dist, "app.css");
  const cli = join(here, "node_modules/@tailwindcss/cli/dist/index.mjs");
  execFileSync(process.execPath, [cli, "-i", join(src, "app.css"), "-o", out, "--minify"], {
    cwd: here,
    stdio: ["ignore", "ignore", "inherit"],
  });
  emit("app.css", readFileSync(out));
  rmSync(out);
}

async function buildScripts() {
  const result = await esbuild.build({
    entryPoints: ["console.js", "field.js", "resident.js", "auth.js", "siteplan.css", "resident.css"].map((name) => join(src, name)),
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: ["es2022", "chrome94", "safari15.4", "firefox100"],
    outdir: join(dist, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    loader: { ".png": "dataurl", ".svg": "dataurl" },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  const outputs = result.metafile.outputs;
  for (const [path, output] of Object.entries(outputs)) {
    if (output.entryPoint && !output.entryPoint.includes("node_modules")) {
      const name = relative(src, join(process.cwd(), output.entryPoint));
      if (!name.includes("/")) assets[name] = relative(dist, join(process.cwd(), path));
    }
  }
  return outputs;
}

function reachable(outputs, entryName) {
  const entry = Object.keys(outputs).find((path) => path.endsWith(basename(assets[entryName])));
  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path) || !outputs[path]) return;
    seen.add(path);
    outputs[path].imports.filter((i) => !i.external).forEach((i) => visit(i.path));
  };
  visit(entry);
  return [...seen].map((path) => relative(dist, join(process.cwd(), path)));
}

function buildImages() {
  for (const file of readdirSync(join(src, "img"))) emit(file, readFileSync(join(src, "img", file)));
}

function buildWebManifest(app) {
  const manifest = JSON.parse(readFileSync(join(src, `${app}/manifest.json`), "utf8"));
  for (const icon of manifest.icons) icon.src = basename(assets[icon.src]);
  emit(`${app}.webmanifest`, JSON.stringify(manifest));
}

async function buildServiceWorker(outputs, app, files) {
  const shell = [
    ...reachable(outputs, `${app}.js`),
    ...[...files, "icons.svg", `${app}.webmanifest`, "favicon.svg"].map((name) => assets[name]),
  ].sort();
  const source = readFileSync(join(src, `${app}/sw.js`));
  const result = await esbuild.build({
    entryPoints: [join(src, `${app}/sw.js`)],
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022", "chrome94", "safari15.4"],
    define: {
      __ASSETS__: JSON.stringify(shell),
      __VERSION__: JSON.stringify(digest(shell.join() + source)),
    },
    write: false,
    logLevel: "warning",
  });
  mkdirSync(join(dist, app), { recursive: true });
  writeFileSync(join(dist, `${app}/sw.js`), result.outputFiles[0].contents);
}

function walk(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

function compress() {
  for (const path of walk(dist)) {
    if (!/\.(css|js|svg|json|webmanifest)$/.test(path)) continue;
    const bytes = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
  }
}

function report() {
  for (const [name, hashed] of Object.entries(assets).sort()) {
    const path = join(dist, hashed);
    const brotli = /\.(css|js|svg)$/.test(path) ? `${(statSync(`${path}.br`).size / 1024).toFixed(1)} KB br` : "";
    console.log(`${name.padEnd(20)} ${(statSync(path).size / 1024).toFixed(1).padStart(7)} KB  ${brotli}`);
  }
}

async function build() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "assets"), { recursive: true });
  buildImages();
  buildSprite();
  buildStyles();
  const outputs = await buildScripts();
  buildWebManifest("field");
  buildWebManifest("resident");
  await buildServiceWorker(outputs, "field", ["app.css", "icon-192.png"]);
  await buildServiceWorker(outputs, "resident", ["resident.css", "home-192.png"]);
  writeFileSync(join(dist, "assets.json"), JSON.stringify({ files: assets, icons: iconNames() }, null, 1));
  compress();
  report();
}

await build();
