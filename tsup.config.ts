import type { Options } from 'tsup'
import { packageEntries } from './scripts/entries.mjs'

const entries = packageEntries()
const missing = entries.filter((entry) => !entry.exists).map((entry) => entry.source)
if (missing.length > 0) {
  const message = `package.json promises entries that have no source: ${missing.join(', ')}`
  if (process.env['CROSSBOOK_STRICT_ENTRIES'] === '1') throw new Error(message)
  console.warn(`${message} (skipped)`)
}

const options: Options = {
  entry: Object.fromEntries(entries.filter((e) => e.exists).map((e) => [e.name, e.source])),
  format: 'esm',
  target: 'node20',
  platform: 'node',
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: true,
  dts: { compilerOptions: { ignoreDeprecations: '6.0', noEmit: false } },
}

export default options
