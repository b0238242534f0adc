// The built files that package.json promises (exports and bin), each with the source it comes from.
// The build, the dead-code check, the reference pages and the package test all read this one list.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export function packageEntries() {
  const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  const rows = [
    ...Object.entries(manifest.exports).map(([subpath, target]) => [
      subpath,
      target.default ?? target,
    ]),
    ...Object.values(manifest.bin).map((target) => [undefined, target]),
  ]
  return rows
    .filter(([, target]) => target.startsWith('./dist/'))
    .map(([subpath, target]) => {
      const name = target.slice('./dist/'.length).replace(/\.js$/, '')
      const source = `src/${name}.ts`
      return { subpath, name, source, exists: existsSync(root + source) }
    })
}
