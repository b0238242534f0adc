import type { KnipConfig } from 'knip'
import { packageEntries } from './scripts/entries.mjs'

const config: KnipConfig = {
  entry: [
    ...packageEntries().map((entry) => `${entry.source}!`),
    'test/drift/run.ts',
    'test/simulation/run.ts',
    'bench/gate/*.ts',
    'bench/**/*.bench.ts',
    // Programs of their own, started by the benches.
    'bench/**/*-child.ts',
    'bench/kit/{application,child,ring-thread,told-books-thread}.ts',
    'examples/**/*.ts',
    'scripts/*.mjs',
  ],
  project: [
    'src/**/*.ts!',
    'test/**/*.ts',
    'bench/**/*.ts',
    '!bench/peers/**',
    'examples/**/*.ts',
    'scripts/*.mjs',
  ],
  // A program that scripts/ start by path, and the plug-in that it loads by name; a package that only `require` can load.
  ignoreDependencies: ['oxlint', 'oxlint-tsgolint', '@dydxprotocol/v4-client-js'],
}

export default config
