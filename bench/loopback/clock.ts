const originUs = Number(process.hrtime.bigint()) / 1e3 - performance.now() * 1e3

/** The machine's monotonic clock in µs: two processes here may compare what they read. */
export function machineUs(): number {
  return performance.now() * 1e3 + originUs
}
