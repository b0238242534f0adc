import { drawPlan, kitsOf, type PlanScale } from './seed-plan.ts'
import type { ThreadChoice } from './threads-plan.ts'
import type { VenueKit } from './venue-kit.ts'
import { runWholeSystem } from './whole-system.ts'

const KEPT_FRAMES = 40
const KEPT_EVENTS = 80
const MOST_CHARACTERS = 400

/** Runs one seed and tells what happened: its script, and for each problem the frames and events before it. */
export async function tellTape(
  seed: number,
  all: readonly VenueKit[],
  scale: PlanScale,
  threads: ThreadChoice,
  tell: (line: string) => void,
): Promise<void> {
  const kits = kitsOf(seed, all)
  const plan = drawPlan(seed, kits, scale, threads)
  tell(JSON.stringify(plan, undefined, 1))
  const frames: string[] = []
  const traces: [string[], string[]] = [[], []]
  let told = 0
  let calmMs: number | undefined
  for (const [i, lines] of traces.entries()) {
    const { counts, log } = await runWholeSystem(plan, kits, {
      ...(calmMs !== undefined && { calmMs }),
      trace: (line) => lines.push(line),
      onFrame: (venue, text) => {
        frames.push(`${lines.at(-1)?.split(' ')[0]} ${venue} ${text.slice(0, MOST_CHARACTERS)}`)
        if (frames.length > KEPT_FRAMES) frames.shift()
      },
      onProblem: (problem, elapsedUs) => {
        told += 1
        if (told > 3 || i > 0) return
        tell(`\n--- the last frames before ${elapsedUs} µs`)
        for (const frame of frames) tell(frame)
        tell(`--- the last events before it`)
        for (const line of lines.slice(-KEPT_EVENTS)) tell(line)
        tell(`*** ${elapsedUs} µs: ${problem}`)
      },
    })
    calmMs = counts['calmMs']
    if (i > 0) continue
    tell(`\n--- the daemon's log`)
    for (const { timeUs, level, message, fields } of log)
      tell(`${timeUs} ${level} ${message} ${JSON.stringify(fields)}`)
  }
  const [first, second] = traces
  const at = first.findIndex((line, i) => line !== second[i])
  if (at < 0 && first.length === second.length) return
  tell(`\n--- the two runs part at event ${at}`)
  for (const line of first.slice(Math.max(0, at - 10), at)) tell(`      ${line}`)
  for (const [i, lines] of traces.entries())
    for (const line of lines.slice(at, at + 5)) tell(`run ${i + 1} ${line}`)
}
