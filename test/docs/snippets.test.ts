import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { moduleOf, root, snippets } from './snippets.ts'

/** Inside the repository, so that imports and types resolve as for the sources; ignored by git. */
const FOLDER = `${root}.cache/snippets`

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
    mkdirSync(FOLDER, { recursive: true })
    const places = new Map<string, string>()
    for (const snippet of all) {
      const name = `${snippet.place.replace(/[^\w.-]+/g, '-')}.ts`
      places.set(name, snippet.place)
      writeFileSync(`${FOLDER}/${name}`, moduleOf(snippet))
    }
    const config = {
      extends: '../../tsconfig.json',
      compilerOptions: {
        declaration: false,
        isolatedDeclarations: false,
        noUnusedLocals: false,
        skipLibCheck: true,
      },
      include: ['./*.ts'],
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
      .filter((line) => /^[\w.-]+\.ts\(/.test(line))
      .map((line) => `${places.get(line.slice(0, line.indexOf('('))) ?? ''} ${line}`)
    expect(faults).toEqual([])
    expect(readdirSync(FOLDER).length).toBe(places.size + 1)
  }, 120_000)
})
