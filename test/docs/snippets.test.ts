import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pageFiles } from './page-files.ts'
import { moduleOf, root, snippets } from './snippets.ts'

/** Inside the repository, so that imports and types resolve as for the sources; ignored by git. */
const FOLDER = `${root}.cache/snippets`

const DRIVER_PAGE = 'docs/adding-a-driver.md'

const all = snippets()

describe('TypeScript in README, docs and comments', () => {
  test('is found', () => {
    const files = new Set(all.map(({ place }) => place.slice(0, place.indexOf(':'))))
    for (const file of ['README.md', 'docs/guides/market-data.md', 'src/core/order-book.ts'])
      expect(files).toContain(file)
    expect(all.length).toBeGreaterThan(15)
  })

  test('compiles against the sources', () => {
    rmSync(FOLDER, { recursive: true, force: true })
    mkdirSync(`${FOLDER}/driver`, { recursive: true })
    const places = new Map<string, string>()
    for (const snippet of all) {
      const name = `${snippet.place.replace(/[^\w.-]+/g, '-')}.ts`
      places.set(name, snippet.place)
      writeFileSync(`${FOLDER}/${name}`, moduleOf(snippet))
    }
    // Files that belong together, under their own names.
    for (const [name, code] of Object.entries(pageFiles(DRIVER_PAGE))) {
      places.set(`driver/${name}`, `${DRIVER_PAGE} ${name}`)
      writeFileSync(`${FOLDER}/driver/${name}`, code)
    }
    const config = {
      extends: '../../tsconfig.json',
      compilerOptions: {
        declaration: false,
        isolatedDeclarations: false,
        noUnusedLocals: false,
        skipLibCheck: true,
      },
      include: ['./**/*.ts'],
      exclude: [],
    }
    writeFileSync(`${FOLDER}/tsconfig.json`, JSON.stringify(config))
    const tsc = `${root}node_modules/typescript/bin/tsc`
    const { stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', FOLDER], {
      encoding: 'utf8',
      cwd: FOLDER,
    })
    // What is wrong in the sources themselves is reported by `npm run check:types`.
    const faults = stdout
      .split('\n')
      .filter((line) => /^[\w./-]+\.ts\(/.test(line))
      .map((line) => `${places.get(line.slice(0, line.indexOf('('))) ?? ''} ${line}`)
    expect(faults).toEqual([])
    const written = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    expect(written.filter((name) => name.endsWith('.ts')).length).toBe(places.size)
  }, 120_000)
})
