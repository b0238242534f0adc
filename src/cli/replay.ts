import { BookReplay } from '../monitor/index.ts'
import { nodePorts } from '../runtime/node/index.ts'
import {
  type RawFilter,
  readRawFrames,
  readSegments,
  type SegmentFilter,
} from '../storage/file/index.ts'
import type { Row, RowType } from '../storage/index.ts'
import { LineWriter, Progress, type Terminal } from './terminal.ts'
import {
  type CommandSpec,
  countOption,
  type Given,
  listOption,
  requiredText,
  textOption,
  UsageError,
} from './usage.ts'

/** `crossbook replay`. */
export const spec: CommandSpec = {
  name: 'replay',
  summary: 'reads segment files back: rows as recorded, or the books that they rebuild',
  options: {
    folder: { type: 'string', value: 'DIR', about: 'the recording', isRequired: true },
    books: { type: 'boolean', about: 'rebuild the books: a line per change with the best levels' },
    depth: { type: 'string', value: 'N', about: 'levels a side with --books (1)' },
    raw: { type: 'boolean', about: 'raw frames, as crossbook decode reads them' },
    venues: { type: 'string', value: 'A,B', about: 'only these venues' },
    pairs: { type: 'string', value: 'A,B', about: 'only these pairs' },
    types: { type: 'string', value: 'A,B', about: 'only these rows: trade, bbo, bookDelta, …' },
    speed: {
      type: 'string',
      value: 'N',
      about: 'N times as fast as recorded; without it as fast as possible',
    },
  },
  examples: [
    'crossbook replay --folder history --types trade',
    'crossbook replay --folder history --books --depth 5 --pairs BTC/USDT',
    'crossbook replay --folder history --raw --venues V | crossbook decode --venue V --market spot',
  ],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const ports = nodePorts({ keepAlive: true })
  const folder = requiredText(given, 'folder')
  const writer = new LineWriter(terminal.out)
  const progress = new Progress(terminal, 'rows')
  const pace = pacer(speedOption(given), ports)
  let skipped = 0
  const onSkipped: SegmentFilter['onSkipped'] = (stretch) => {
    skipped += 1
    terminal.err.write(`left out: ${JSON.stringify(stretch)}\n`)
  }
  const show =
    given.values['books'] === true
      ? bookLines(countOption(given, 'depth', 1))
      : (row: Row): unknown => row
  let rows = 0
  for await (const row of source(given, folder, ports.files, onSkipped)) {
    if (terminal.signal.aborted) break
    await pace('localTimeUs' in row ? row.localTimeUs : row.recv * 1e6)
    const line = 'localTimeUs' in row ? show(row) : row
    if (line !== undefined) await writer.json(line)
    rows += 1
    progress.step()
  }
  await writer.flush()
  progress.done()
  terminal.err.write(`${rows} rows${skipped > 0 ? `, ${skipped} stretches left out` : ''}\n`)
  await ports.close()
  return rows === 0 ? 1 : 0
}

type Files = Parameters<typeof readSegments>[0]

function source(
  given: Given,
  folder: string,
  files: Files,
  onSkipped: NonNullable<SegmentFilter['onSkipped']>,
) {
  const venues = listOption(given, 'venues')
  const common: RawFilter = { onSkipped, ...(venues && { venues }) }
  if (given.values['raw'] === true) return readRawFrames(files, folder, common)
  const pairs = listOption(given, 'pairs')
  // A type that no row has selects nothing; the reader's own row types are the closed list.
  const types = listOption(given, 'types') as readonly RowType[] | undefined
  const filter: SegmentFilter = { ...common, ...(pairs && { pairs }), ...(types && { types }) }
  return readSegments(files, folder, filter)
}

function bookLines(depth: number): (row: Row) => unknown {
  const replay = new BookReplay()
  return (row) => {
    const book = replay.apply(row)
    if (book === undefined || !('feed' in row)) return undefined
    const { venue, market, pair, symbol, localTimeUs, feed } = row
    const head = {
      type: 'book',
      venue,
      market,
      pair,
      symbol,
      feed,
      localTimeUs,
      isLive: book.isLive,
    }
    return book.isLive
      ? { ...head, bids: book.bids.slice(0, depth), asks: book.asks.slice(0, depth) }
      : head
  }
}

function speedOption(given: Given): number | undefined {
  const text = textOption(given, 'speed')
  if (text === undefined) return undefined
  const speed = Number(text)
  if (Number.isFinite(speed) && speed > 0) return speed
  throw new UsageError([`--speed: expected a number above 0, was "${text}"`])
}

/** Waits so that rows come out as far apart as they were recorded, divided by the speed. */
function pacer(
  speed: number | undefined,
  ports: ReturnType<typeof nodePorts>,
): (timeUs: number) => Promise<void> {
  if (speed === undefined) return async () => {}
  let firstUs: number | undefined
  const startNs = ports.monotonicClock.nowNs()
  return async (timeUs) => {
    firstUs ??= timeUs
    const dueMs = (timeUs - firstUs) / 1000 / speed
    const aheadMs = dueMs - (ports.monotonicClock.nowNs() - startNs) / 1e6
    if (aheadMs > 1) await new Promise<void>((resolve) => void ports.timers.after(aheadMs, resolve))
  }
}
