import type { KnipConfig } from 'knip'
import { packageEntries } from './scripts/entries.mjs'

const config: KnipConfig = {
  entry: [
    ...packageEntries().map((entry) => `${entry.source}!`),
    'test/simulation/run.ts',
    'test/package/run.mjs',
    'bench/gate/*.ts',
    'bench/**/*.bench.ts',
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
  // Programs that scripts/ start by path, and the plug-in that oxlint loads by name.
  ignoreDependencies: ['oxlint', 'oxlint-tsgolint', 'typedoc'],
}

export default config
