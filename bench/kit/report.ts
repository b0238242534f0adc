import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { benchmarksPage, table } from './benchmarks-page.ts'
import { charts } from './charts.ts'
import { peerVersions } from './peers.ts'
import { keep, keptResults, type Section } from './results.ts'

const CHARTS = 'bench/charts'

/** Keeps a section and writes page and charts anew from all that were kept. */
export function report(section: Section): void {
  const result = keep(section)
  writeReport()
  console.log(`\n${table(result)}`)
}

/** Writes bench/BENCHMARKS.md and bench/charts from what was kept. */
export function writeReport(): void {
  const results = keptResults()
  if (results.length === 0) throw new Error('Nothing was measured yet: npm run bench')
  const peers = peerVersions()
  writeFileSync('bench/BENCHMARKS.md', benchmarksPage(results, peers))
  rmSync(CHARTS, { recursive: true, force: true })
  for (const { path, svg } of charts(results, peers)) {
    mkdirSync(dirname(`${CHARTS}/${path}`), { recursive: true })
    writeFileSync(`${CHARTS}/${path}`, svg)
  }
}
