import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundle } from './bundle.ts'
import { median } from './stats.ts'

/** What a program that uses one venue imports. */
const APPLICATION = 'bench/kit/application.ts'

/** Bundles the core entry and one driver; dependencies stay outside, as they are in an installed package. */
export async function bundleApplication(): Promise<{
  readonly path: string
  readonly gzipBytes: number
}> {
  const { minified } = await bundle({ minified: APPLICATION }, { minify: true, isWeighed: true })
  const { application } = await bundle({ application: APPLICATION }, { isWeighed: true })
  if (minified === undefined || application === undefined) throw new Error('Nothing was bundled')
  return { path: application, gzipBytes: gzipSync(readFileSync(minified), { level: 9 }).length }
}

/** Times of `import` in ms, by name: every import in a process of its own, in turn, `rounds` times. */
export function importTimes(
  imports: Readonly<Record<string, string>>,
  rounds: number,
): Readonly<Record<string, number>> {
  const times = Object.fromEntries(Object.keys(imports).map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round += 1) {
    const entries = Object.entries(imports)
    for (const [name, target] of round % 2 === 0 ? entries : entries.reverse()) {
      times[name]?.push(importMs(target))
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]))
}

/** The URL of a module of node_modules in a folder, resolved as a program there would. */
export function packageUrl(name: string, folder = '.'): string {
  return JSON.stringify([pathToFileURL(`${resolve(folder)}/`).href, name])
}

/** The URL of a file. */
export function fileUrl(path: string): string {
  return JSON.stringify([pathToFileURL(path).href])
}

function importMs(target: string): number {
  const source =
    `import { createRequire } from 'node:module'; import { pathToFileURL } from 'node:url';` +
    `const [from, name] = ${target};` +
    'const url = name === undefined ? from : pathToFileURL(createRequire(from).resolve(name)).href;' +
    'const start = performance.now(); await import(url); console.log(performance.now() - start);' +
    'process.exit(0)'
  const { NODE_OPTIONS: _, ...env } = process.env
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', source], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
}
