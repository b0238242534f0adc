import { existsSync, readFileSync } from 'node:fs'
import type { Options } from 'tsup'

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
  readonly bin: Readonly<Record<string, string>>
}

/** The built files that package.json promises, each with the source it is built from. */
function entriesOf(manifest: Manifest): Record<string, string> {
  const targets = [
    ...Object.values(manifest.exports).map((t) => (typeof t === 'string' ? t : t.default)),
    ...Object.values(manifest.bin),
  ].filter((target) => target.startsWith('./dist/'))
  const entries: Record<string, string> = {}
  const missing: string[] = []
  for (const target of targets) {
    const name = target.slice('./dist/'.length).replace(/\.js$/, '')
    const source = `src/${name}.ts`
    if (existsSync(source)) entries[name] = source
    else missing.push(source)
  }
  if (missing.length > 0 && process.env['CROSSBOOK_STRICT_ENTRIES'] === '1') {
    throw new Error(`package.json promises entries that have no source: ${missing.join(', ')}`)
  }
  if (missing.length > 0) console.warn(`skipped, no source yet: ${missing.join(', ')}`)
  return entries
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

const options: Options = {
  entry: entriesOf(manifest),
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
