import { readFileSync } from 'node:fs'
import { levelTexts } from '../core/index.ts'
import { FrameReplay, type JudgedUpdate } from '../market/frame-replay.ts'
import { faultLine, feed } from './decode.ts'
import { frameBytes } from './recorded-line.ts'
import { recordedLines } from './recorded-lines.ts'
import { LineWriter, Progress, type Terminal } from './terminal.ts'
import { type CommandSpec, countOption, type Given, textOption, UsageError } from './usage.ts'
import { FRAME_OPTIONS, frameSource } from './venue-options.ts'

/** `crossbook book`. */
export const spec: CommandSpec = {
  name: 'book',
  summary: 'puts recorded frames through continuity and the book: a line per book update',
  positional: '[FILE]',
  options: {
    ...FRAME_OPTIONS,
    symbol: {
      type: 'string',
      value: 'S',
      about: "only this instrument, by the venue's symbol or its pair",
    },
    depth: { type: 'string', value: 'N', about: 'levels a side in each line (1)' },
    snapshots: {
      type: 'string',
      value: 'FILE',
      about: 'recorded REST answers (a JSON list of {url, recv, body}) to join at their time',
    },
  },
  examples: ['crossbook book --venue V --market futures --depth 5 recording.ndjson.gz'],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const source = await frameSource(given)
  const depth = countOption(given, 'depth', 1)
  const wanted = textOption(given, 'symbol')
  const writer = new LineWriter(terminal.out)
  const progress = new Progress(terminal, 'frames')
  const lines: unknown[] = []
  const verdicts: Record<string, number> = {}
  const replay = new FrameReplay({
    ...source,
    onBook: (judged) => {
      const { pair, symbol } = judged.book.instrument
      if (wanted !== undefined && wanted !== symbol && wanted !== pair) return
      verdicts[judged.verdict] = (verdicts[judged.verdict] ?? 0) + 1
      lines.push(bookLine(judged, depth))
    },
  })
  const snapshots = readSnapshots(textOption(given, 'snapshots'))
  let faults = 0
  for await (const { number, line } of recordedLines(given.rest[0], terminal)) {
    if (line === undefined)
      throw new UsageError([
        `line ${number}: expected {"recv","url","dir","frame"}, found something else`,
      ])
    while (snapshots[0] !== undefined && Number(snapshots[0].recv) <= Number(line.recv ?? 0))
      joinNext(replay, snapshots)
    if (line.dir === 'out') {
      replay.sent(frameBytes(line))
      continue
    }
    const outcome = feed(replay, line)
    progress.step()
    for (const judged of lines) await writer.json(judged)
    lines.length = 0
    if (outcome === 'fault') {
      faults += 1
      await writer.json(faultLine(replay, source, line))
    }
  }
  while (snapshots.length > 0) joinNext(replay, snapshots)
  for (const judged of lines) await writer.json(judged)
  await writer.flush()
  progress.done()
  const counts = Object.entries(verdicts).map(([verdict, count]) => `${verdict} ${count}`)
  terminal.err.write(`${[...counts, `fault ${faults}`].join(', ')}\n`)
  return faults > 0 ? 1 : 0
}

interface RecordedAnswer {
  readonly url: string
  readonly recv: number | string
  readonly body: string
}

function joinNext(replay: FrameReplay, snapshots: RecordedAnswer[]): void {
  const next = snapshots.shift()
  if (next !== undefined)
    replay.answer(next.url, Buffer.from(next.body), Math.round(Number(next.recv) * 1e6))
}

function readSnapshots(file: string | undefined): RecordedAnswer[] {
  if (file === undefined) return []
  try {
    const answers = JSON.parse(readFileSync(file, 'utf8')) as RecordedAnswer[]
    return answers.sort((a, b) => Number(a.recv) - Number(b.recv))
  } catch (error) {
    throw new UsageError([`--snapshots: ${error instanceof Error ? error.message : String(error)}`])
  }
}

/** Levels stand in the line only where the book can be vouched for. */
function bookLine({ verdict, book, update }: JudgedUpdate, depth: number): Record<string, unknown> {
  const { venue, market, pair, symbol } = book.instrument
  const { state, feed: name, lastId, updateCount } = book
  const head = {
    type: 'book',
    venue,
    market,
    pair,
    symbol,
    feed: name,
    verdict,
    state,
    lastId,
    updateCount,
  }
  const times = { venueTimeUs: update.venueTimeUs, localTimeUs: update.localTimeUs }
  if (state !== 'live') return { ...head, ...times }
  const { bids, asks } = book
  return {
    ...head,
    ...times,
    bidLevels: bids.count,
    askLevels: asks.count,
    bids: levelTexts(bids, depth),
    asks: levelTexts(asks, depth),
  }
}
