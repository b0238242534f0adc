import { readFileSync } from 'node:fs'
import { root } from './snippets.ts'

/** The files whose code a page shows, by name: its blocks ```` ```ts NAME ````. */
export function pageFiles(page: string): Readonly<Record<string, string>> {
  const text = readFileSync(`${root}${page}`, 'utf8')
  const blocks = text.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm)
  return Object.fromEntries([...blocks].map(([, name = '', code = '']) => [name, code]))
}
