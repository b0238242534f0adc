// What one application pays: the package's own code, gzipped, with its dependencies left out. What a
// program loads only on use (a dynamic import) counts only in the last row.
import { readFileSync } from 'node:fs'
import { packageEntries } from './scripts/entries.mjs'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const built = packageEntries().filter(({ exists, subpath }) => exists && subpath)
const drivers = built.filter(({ name }) => name.startsWith('drivers/'))

/** Pools of five kinds of contracts, which share all but what differs. */
const SEVERAL_IN_ONE = 'drivers/amm/index'

/** Venues whose accounts are written and simulated: loaded on use, as all of this is. */
const WITH_ACCOUNTS = 4

const leaveOutLazy = {
  name: 'leave out what is loaded on use',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
  },
}

function row(name, entries, limit, plugins) {
  return {
    name,
    limit,
    gzip: true,
    path: entries.map((entry) => `dist/${entry}.js`),
    ignore: Object.keys(dependencies),
    // One program that uses all of each entry, so that what they share counts once.
    modifyEsbuildConfig: ({ entryPoints: _, ...config }) => ({
      ...config,
      stdin: {
        contents: entries
          .map((entry, i) => `export * as e${i} from './dist/${entry}.js'`)
          .join('\n'),
        resolveDir: process.cwd(),
      },
      platform: 'node',
      format: 'esm',
      plugins: [...(config.plugins ?? []), ...plugins],
    }),
  }
}

export default [
  row('core', ['index'], '40 kB', [leaveOutLazy]),
  ...drivers.map(({ name }) =>
    row(`core + ${name}`, ['index', name], name === SEVERAL_IN_ONE ? '44 kB' : '40 kB', [
      leaveOutLazy,
    ]),
  ),
  row(
    'everything',
    built.map(({ name }) => name),
    // Every venue brings a driver and a simulator, one of them for five kinds of contracts, and four venues an account on both
    // sides; market data in threads count on both sides, and in virtual time too; rehearsals are 3 kB, and 8 what strategies hear
    // again, what watches losses, and what ends forgotten orders. Nobody loads them all.
    `${279 + 16 * drivers.length + 24 * WITH_ACCOUNTS} kB`,
    [],
  ),
]
