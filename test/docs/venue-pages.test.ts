import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KNOWN_VENUES } from '../../src/drivers/registry.ts'
import { root } from './snippets.ts'
import { capabilityPage, egressPage } from './venue-pages.ts'

test.each([
  ['docs/venues/README.md', capabilityPage],
  ['docs/egress.md', egressPage],
] as const)('%s is what the drivers say; `npm run docs:venues` writes it', async (file, page) => {
  expect(readFileSync(`${root}${file}`, 'utf8')).toBe(await page())
})

test.each(KNOWN_VENUES)('%s has a page of its own', (venue) => {
  expect(existsSync(`${root}docs/venues/${venue}.md`)).toBe(true)
})

test('no source but the facts of drivers, and the simulators that stand in for them, names a host', () => {
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => !/^drivers\/[^/]+\/(?:venue|account\/facts)\.ts$|^sim\//.test(file))
  expect(sources.length).toBeGreaterThan(300)
  const naming = sources.filter((file) => {
    const code = readFileSync(`${root}src/${file}`, 'utf8').replace(
      /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
      '',
    )
    return /(?:wss?|https?):\/\/[a-z0-9]/i.test(code)
  })
  expect(naming).toEqual([])
})
