/** Pairs of readings, of which the closest counts: the first call of a clock may take as long as what is measured. */
const PAIRS = 100

const originUs = closestOriginUs()

/** A clock that all processes of the machine share, in µs; reading it makes no garbage. */
export function machineUs(): number {
  return performance.now() * 1e3 + originUs
}

/** What the clock of the machine says at 0 of this process's own. */
function closestOriginUs(): number {
  let closestMs = Number.POSITIVE_INFINITY
  let found = 0
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const beforeMs = performance.now()
    const sharedUs = Number(process.hrtime.bigint()) / 1e3
    const afterMs = performance.now()
    if (afterMs - beforeMs >= closestMs) continue
    closestMs = afterMs - beforeMs
    found = sharedUs - ((beforeMs + afterMs) / 2) * 1e3
  }
  return found
}
