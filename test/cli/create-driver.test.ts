import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { driverName } from '../../src/cli/create-driver/driver-name.ts'
import type { ExchangeDriver } from '../../src/core/index.ts'
import { conformance } from '../../src/testing/index.ts'
import { crossbook, tempFolder } from './terminal.ts'

const FILES = [
  'README.md',
  'conformance.test.ts',
  'decode.ts',
  'index.ts',
  'instruments.ts',
  'package.json',
  'rest.ts',
  'session.ts',
  'venue.ts',
]

/** Makes a driver in a folder of its own. */
async function create(name: string) {
  const out = tempFolder()
  const ran = await crossbook(['create-driver', name, '--out', out])
  return { ...ran, folder: join(out, name) }
}

describe('crossbook create-driver', () => {
  test('writes the folder, tells each file on a line, and where to go on', async () => {
    const { code, json, err, folder } = await create('my-venue')
    expect(code).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(FILES)
    expect(json()).toEqual(
      FILES.map((file) => {
        const path = join(folder, file)
        return { file: path, bytes: readFileSync(path).length }
      }),
    )
    expect(err).toBe(`Read ${join(folder, 'README.md')} first.\n`)
  })

  test('writes a driver that keeps every clause which needs no venue', async () => {
    const { folder } = await create('my-venue')
    const { myVenue } = (await import(join(folder, 'index.ts'))) as {
      myVenue: () => ExchangeDriver
    }
    const driver = myVenue()
    expect([driver.facts.venue, driver.facts.name]).toEqual(['my-venue', 'My Venue'])
    const checks = conformance({ driver }).filter(({ skip }) => skip === undefined)
    expect(checks.length).toBeGreaterThan(5)
    for (const { run } of checks) await run()
  })

  test('names no other venue than the new one', async () => {
    const { folder } = await create('my-venue')
    for (const file of FILES)
      expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/tidepool/i)
  })

  test('never writes into a folder that is there', async () => {
    const out = tempFolder()
    mkdirSync(join(out, 'mine'))
    writeFileSync(join(out, 'mine', 'venue.ts'), 'precious')
    const { code, out: said, err } = await crossbook(['create-driver', 'mine', '--out', out])
    expect({ code, said }).toEqual({ code: 2, said: '' })
    expect(err).toContain('is there already; nothing was written')
    expect(readdirSync(join(out, 'mine'))).toEqual(['venue.ts'])
    expect(readFileSync(join(out, 'mine', 'venue.ts'), 'utf8')).toBe('precious')
  })

  test('makes the folder that --out names, and fails with 1 where it cannot', async () => {
    const out = join(tempFolder(), 'a', 'b')
    expect((await crossbook(['create-driver', 'mine', '--out', out])).code).toBe(0)
    expect(existsSync(join(out, 'mine', 'index.ts'))).toBe(true)
    const file = join(out, 'mine', 'index.ts')
    const { code, err } = await crossbook(['create-driver', 'mine', '--out', file])
    expect(code).toBe(1)
    expect(err).toMatch(/^STORE_WRITE_FAILED: Writing /)
  })

  test.each([
    ['no name', [], 'NAME is missing'],
    ['two names', ['a', 'b'], 'expected one NAME, found 2'],
    ['a name that is no venue id', ['My Venue'], 'expected lower case letters, digits and dashes'],
    ['a path', ['../elsewhere'], 'expected lower case letters, digits and dashes'],
    ['a word of the language', ['new'], '"new" is a word that the code needs itself'],
    ['a name inside the skeleton', ['rest'], 'as in rest-exchange'],
    ['a venue that has a driver', ['okx'], 'crossbook has a driver of "okx" already'],
  ])('refuses %s with exit code 2', async (_what, names, expected) => {
    const { code, out, err } = await crossbook(['create-driver', ...names, '--out', tempFolder()])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(expected)
  })

  test('says what a name becomes in code, or throws INVALID_ID', () => {
    expect(driverName('deep-sea-2')).toEqual({
      id: 'deep-sea-2',
      title: 'Deep Sea 2',
      call: 'deepSea2',
    })
    expect(driverName('a--b-')).toMatchObject({ title: 'A B', call: 'aB' })
    for (const bad of ['', '2x', 'create-decoder', 'class'])
      expect(() => driverName(bad)).toThrow(expect.objectContaining({ code: 'INVALID_ID' }))
  })
})
