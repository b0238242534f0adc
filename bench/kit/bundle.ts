import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { build, type Options } from 'tsup'

/** Where bundles, frames and results of benchmarks are kept; never committed. */
export const CACHE: string = resolve('.cache/bench')

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Loaded on use by everybody who reads books: measured programs have it within. */
const TAKEN_IN = './frame-lessons.ts'

/** What a program loads only on use is no part of it: `import()` stays as it is. */
function leaveOutLazy(takenIn: string): Plugin {
  return {
    name: 'leave out what is loaded on use',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ kind, path }) =>
        kind === 'dynamic-import' && path !== takenIn ? { path, external: true } : undefined,
      )
    },
  }
}

/**
 * Bundles programs as the package itself is built, so that what is measured is what is published: no loader in the
 * process, no code that only development adds. Returns the path of each.
 */
export async function bundle(
  entries: Readonly<Record<string, string>>,
  options: { readonly minify?: boolean; readonly isWeighed?: boolean } = {},
): Promise<Readonly<Record<string, string>>> {
  mkdirSync(CACHE, { recursive: true })
  await build({
    config: false,
    entry: { ...entries },
    outDir: CACHE,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    target: 'node20',
    platform: 'node',
    splitting: false,
    treeshake: true,
    silent: true,
    clean: false,
    minify: options.minify ?? false,
    esbuildPlugins: [leaveOutLazy(options.isWeighed === true ? '' : TAKEN_IN)],
  })
  return Object.fromEntries(Object.keys(entries).map((name) => [name, `${CACHE}/${name}.mjs`]))
}
