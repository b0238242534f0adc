import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './snippets.ts'

const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.md') && !name.startsWith('docs/reference/')),
]

/** A heading as its anchor. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

const text = (page: string): string => readFileSync(`${root}${page}`, 'utf8')

test.each(pages)('every link of %s leads somewhere', (page) => {
  const broken: string[] = []
  for (const [, target = ''] of text(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue
    const [file = '', fragment] = target.split('#')
    const path = file === '' ? page : join(dirname(page), file)
    const isThere = existsSync(`${root}${path}`)
    const headings = isThere && fragment !== undefined ? text(path).match(/^#+ .*/gm) : undefined
    const hasHeading =
      fragment === undefined ||
      headings?.some((line) => anchor(line.replace(/^#+ /, '')) === fragment)
    if (!isThere || hasHeading !== true) broken.push(target)
  }
  expect(broken).toEqual([])
})

test('the list of decisions has every decision', () => {
  const listed = text('docs/decisions/README.md')
  for (const name of readdirSync(`${root}docs/decisions`).filter((file) => /^\d{4}-/.test(file)))
    expect(listed).toContain(`](${name})`)
})
