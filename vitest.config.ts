import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ViteUserConfig } from 'vitest/config'

const projectFolder = fileURLToPath(new URL('.', import.meta.url))
const source = resolve(projectFolder, 'src')

// Tests, like the examples, may import the package by its name; here that is the source.
const alias = [
  { find: /^crossbook$/, replacement: `${source}/index.ts` },
  { find: /^crossbook\/driver-kit$/, replacement: `${source}/drivers/kit/index.ts` },
  { find: /^crossbook\/(.+)$/, replacement: `${source}/$1/index.ts` },
]

const recordings = resolve(
  projectFolder,
  process.env['CROSSBOOK_RECORDINGS'] ?? '../shared/recordings',
)

/** Programs that run in real time, and wait for most of it. */
const examples = ['test/examples/**/*.test.ts']

const separateSuites = [
  ...examples,
  'test/recordings/**',
  'test/interop/**',
  'test/simulation/**',
  'test/package/**',
  '**/*.live.test.ts',
]

const config: ViteUserConfig = {
  test: {
    passWithNoTests: false,
    // Vitest leaves a core to itself unless told: of two cores that would be half.
    maxWorkers: '100%',
    reporters: ['default', './scripts/vitest-counts.mjs'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          // No test waits for wall time; virtual days are computed, and a busy machine computes slowly.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...separateSuites],
          typecheck: {
            enabled: true,
            include: ['test/types/**/*.test-d.ts'],
            tsconfig: './tsconfig.json',
            // `npm run check:types` reports the sources; here only the type tests count.
            ignoreSourceErrors: true,
          },
        },
      },
      {
        resolve: { alias },
        test: { name: 'examples', include: examples, testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        resolve: { alias },
        test: {
          name: 'recordings',
          include: ['test/recordings/**/*.test.ts'],
          env: { CROSSBOOK_RECORDINGS: recordings },
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
}

export default config
