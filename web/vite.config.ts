/**
 * Three bundles from one tree: `vite build` makes the application, `vite build --mode embed` adds `embed.js`, the one
 * file a CRM form includes, and `--mode frame` adds `frame.js` of the iframe page (`public/embed.html`). `vite` serves the
 * application and passes `/api` on to a running `relata demo`.
 */
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { textsSaidBy } from './scripts/embed-texts.js';

/** Browsers that know `light-dark()`. For older ones the build would rewrite it to hang on the page's own style sheet, which a form of another application does not have. */
const CSS_TARGET = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

const SERVER = process.env.RELATA_URL ?? 'http://127.0.0.1:8080';

/** Each is one file, named for its entry. */
const ALONE = ['embed', 'frame'];

export default defineConfig(({ mode }) => ({
  server: { proxy: { '/api': SERVER } },
  plugins: ALONE.includes(mode) ? [fewerTexts(`src/${mode}.ts`), fewerSpaces()] : [],
  build: ALONE.includes(mode) ? alone(mode) : { target: 'es2022', cssTarget: CSS_TARGET, chunkSizeWarningLimit: 600 },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: 'src/testing/setup.ts',
    isolate: false,
    onConsoleLog: (text: string) => !text.includes('Lit is in dev mode'),
  },
}));

function alone(name: string) {
  return {
    target: 'es2022',
    cssTarget: CSS_TARGET,
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: `src/${name}.ts`, formats: ['es' as const], fileName: () => `${name}.js` },
    minify: true,
  };
}

/** The file holds the texts that it can say, and no others. */
function fewerTexts(entry: string) {
  return {
    name: 'fewer-texts',
    load(id: string) {
      if (!id.endsWith('/locales/en.json')) return null;
      return JSON.stringify(textsSaidBy(entry, JSON.parse(readFileSync(id, 'utf8')) as Record<string, unknown>));
    },
  };
}

/** Indentation inside templates and style sheets means nothing to a browser, and no minifier looks there. */
function fewerSpaces() {
  return {
    name: 'fewer-spaces',
    transform: (code: string, id: string) => (/\/src\/.*\.ts$/.test(id) ? code.replace(/\n\s+/g, '\n') : null),
  };
}
