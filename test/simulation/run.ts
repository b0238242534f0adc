// Whole-system simulation: `npm run test:simulation -- --seeds N`; see options.ts.
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { readOptions, type SimulationOptions, USAGE } from './options.ts'
import { FULL_SCALE } from './seed-plan.ts'
import { runSeed, type SeedChoice, type SeedOutcome } from './seed-run.ts'
import { tellTape } from './tape.ts'
import { Totals } from './totals.ts'
import { loadKits } from './venue-kit.ts'

const WORKER = 'CROSSBOOK_SIMULATION_WORKER'
const CHOICE = 'CROSSBOOK_SIMULATION_CHOICE'

/** Runs seeds that the parent names, one after the other. */
async function work(): Promise<void> {
  const { kits } = await loadKits(
    (process.env[WORKER] ?? '').split(',') as SimulationOptions['venues'],
  )
  // Our own parent wrote it.
  const choice = JSON.parse(process.env[CHOICE] ?? '{}') as SeedChoice
  let seed = Number.NaN
  // A continuation that fails where nobody waits for it is a bug of the seed that runs.
  process.on('uncaughtException', (error) => {
    process.send?.({ seed, problems: [`it broke: ${error.stack}`], counts: {}, faults: {} }, () =>
      process.exit(1),
    )
  })
  process.on('message', (next: number) => {
    seed = next
    void runSeed(seed, kits, FULL_SCALE, choice).then((outcome) => process.send?.(outcome))
  })
  process.send?.('ready')
}

/** Runs every seed in processes beside each other; calls `tell` as each ends. */
function runAll(
  { seeds, jobs, part, threads }: SimulationOptions,
  venues: string,
  tell: (outcome: SeedOutcome) => void,
): Promise<void> {
  const left = [...seeds]
  let running = 0
  return new Promise((resolve) => {
    const start = (): void => {
      running += 1
      const worker = fork(fileURLToPath(import.meta.url), [], {
        env: { ...process.env, [WORKER]: venues, [CHOICE]: JSON.stringify({ part, threads }) },
      })
      let current: number | undefined
      const give = (): void => {
        current = left.shift()
        if (current === undefined) worker.disconnect()
        else worker.send(current)
      }
      worker.on('message', (message: SeedOutcome | 'ready') => {
        if (message !== 'ready') {
          current = undefined
          tell(message)
        }
        give()
      })
      worker.on('exit', () => {
        running -= 1
        if (current !== undefined) {
          tell({ seed: current, problems: ['its process died'], counts: {}, faults: {} })
        }
        if (left.length > 0) start()
        else if (running === 0) resolve()
      })
    }
    for (let i = 0; i < Math.min(jobs, seeds.length); i += 1) start()
  })
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), availableParallelism())
  if (typeof options === 'string') {
    console.error(`${options}\n\n${USAGE}`)
    process.exitCode = 2
    return
  }
  const { kits, missing } = await loadKits(options.venues)
  const totals = new Totals(options)
  for (const { name, reason } of missing) totals.miss(name, reason)
  const [seed] = options.seeds
  if (options.isVerbose && seed !== undefined && options.seeds.length === 1) {
    if (options.part !== 'trading')
      await tellTape(seed, kits, FULL_SCALE, options.threads, console.log)
    totals.add(await runSeed(seed, kits, FULL_SCALE, options))
  } else if (kits.length > 0) {
    const venues = kits.map(({ name }) => name).join(',')
    await runAll(options, venues, (outcome) => totals.add(outcome))
  }
  totals.end()
}

// From the first frame on: in virtual time little real time passes in which shapes could be loaded.
await (process.env[WORKER] === undefined ? main() : work())
