import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import type { Kind } from './kit/input.ts'
import { interleave } from './kit/interleave.ts'
import { installPeers, peer } from './kit/peers.ts'
import { hasRecordings } from './kit/recordings.ts'
import { report } from './kit/report.ts'
import { ROUNDS, SLICE_MS } from './kit/settings.ts'
import type { Source, Task } from './kit/task.ts'
import { TIMED_COLUMNS, timedRows } from './kit/timed-rows.ts'

/** Frames in, values out, nothing kept: our decoders against `JSON.parse` and the peers' decoding. */

const KINDS: Readonly<Record<Kind, string>> = { depth: 'Depth', bbo: 'BBO', trade: 'Trade' }
const GENERATED: Source = { depth: 1_000, frames: 5_000 }

installPeers()
const { child } = await bundle({ child: 'bench/kit/child.ts' })
if (child === undefined) throw new Error('Nothing was bundled')

const FROM = hasRecordings()
  ? ([
      ['spot', 'BTCUSDT spot'],
      ['perpetual', 'BTCUSDT perpetual'],
    ] as const)
  : ([['generated', undefined]] as const)

let order = 10
for (const [from, recording] of FROM) {
  for (const kind of ['depth', 'bbo', 'trade'] as const) {
    const source: Source = recording === undefined ? GENERATED : { recording }
    const task = (name: string, subject: string): Task => ({
      name,
      subject,
      work: { decode: kind },
      source,
    })
    const before = hiccup()
    const rows = await interleave(
      child,
      [
        task('crossbook', 'crossbook'),
        task('`JSON.parse(frame.toString())`, nothing else', 'jsonParse'),
        task('`JSON.parse` and numbers', 'jsonParseNumbers'),
        task('ccxt', peer('ccxt')),
        task('tardis-dev', peer('tardis-dev')),
      ],
      { rounds: ROUNDS, sliceMs: SLICE_MS },
    )
    const frames = recording === undefined ? 'generated frames' : `recorded frames of ${recording}`
    const [own] = rows
    report({
      id: `decode-${kind}-${from}`,
      order,
      title: `${KINDS[kind]} frames decoded: ${recording ?? 'generated'}`,
      scope: `${own?.bytesPerFrame} B`,
      text: `${own?.frames} ${frames}, ${own?.bytesPerFrame} B on average; ${hiccupText([before, hiccup()])}.`,
      columns: TIMED_COLUMNS,
      rows: timedRows(rows),
    })
    order += 1
  }
}
