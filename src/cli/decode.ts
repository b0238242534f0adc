import type { Fault, FrameOutcome, FrameSink } from '../core/index.ts'
import { FrameReplay } from '../market/frame-replay.ts'
import { arrivalUs, frameBytes, type RecordedLine } from './recorded-line.ts'
import { recordedLines } from './recorded-lines.ts'
import { LineWriter, Progress, type Terminal } from './terminal.ts'
import { type CommandSpec, type Given, UsageError } from './usage.ts'
import { FRAME_OPTIONS, type FrameSource, frameSource } from './venue-options.ts'

/** `crossbook decode`. */
export const spec: CommandSpec = {
  name: 'decode',
  summary: 'turns recorded frames into unified events, one JSON a line',
  positional: '[FILE]',
  options: {
    ...FRAME_OPTIONS,
    outcomes: {
      type: 'boolean',
      about: 'also a line for every frame that is control or ignored, with the reason',
    },
  },
  examples: [
    'crossbook decode --venue V --market spot recording.ndjson.gz',
    'crossbook record --raw … | crossbook decode --venue V --market futures --outcomes',
  ],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const source = await frameSource(given)
  const writer = new LineWriter(terminal.out)
  const progress = new Progress(terminal, 'frames')
  const events: unknown[] = []
  const keep = (event: unknown): void => {
    events.push(JSON.parse(JSON.stringify(event)))
  }
  const sink: FrameSink = { book: keep, bbo: keep, trade: keep, event: keep, lost: () => {} }
  const replay = new FrameReplay({ ...source, sink })
  const counts: Record<FrameOutcome, number> = { event: 0, control: 0, ignored: 0, fault: 0 }
  for await (const { number, line } of recordedLines(given.rest[0], terminal)) {
    if (line === undefined)
      throw new UsageError([
        `line ${number}: expected {"recv","url","dir","frame"}, found something else`,
      ])
    if (line.dir === 'out') {
      replay.sent(frameBytes(line))
      continue
    }
    const outcome = feed(replay, line)
    counts[outcome] += 1
    progress.step()
    for (const event of events) await writer.json(event)
    events.length = 0
    if (outcome === 'fault') await writer.json(faultLine(replay, source, line))
    else if (given.values['outcomes'] === true && outcome !== 'event') {
      await writer.json(
        outcome === 'ignored'
          ? { type: outcome, reason: replay.decoder.ignoredReason }
          : { type: outcome },
      )
    }
  }
  await writer.flush()
  progress.done()
  terminal.err.write(
    `${Object.entries(counts)
      .map(([outcome, count]) => `${outcome} ${count}`)
      .join(', ')}\n`,
  )
  return counts.fault > 0 ? 1 : 0
}

/** One recorded line through the replay: a frame, or a REST answer in the same file. */
export function feed(replay: FrameReplay, line: RecordedLine): FrameOutcome {
  const frame = frameBytes(line)
  return line.kind === 'rest'
    ? replay.answer(line.url ?? '', frame, arrivalUs(line))
    : replay.frame(frame, arrivalUs(line))
}

/** The line that stands for a frame that cannot be read. */
export function faultLine(replay: FrameReplay, { driver }: FrameSource, line: RecordedLine): Fault {
  const { fault } = replay.decoder
  return {
    type: 'fault',
    venue: driver.facts.venue,
    code: fault?.code ?? 'MALFORMED_FRAME',
    message: fault?.message ?? '',
    offsetBytes: fault?.offsetBytes ?? 0,
    sample: line.frame.slice(0, 200),
    ...(fault?.slot === undefined ? {} : { symbol: fault.slot.instrument.symbol }),
    localTimeUs: arrivalUs(line),
  }
}
