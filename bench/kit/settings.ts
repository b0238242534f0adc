/** How long and how often: fewer rounds with `CROSSBOOK_BENCH_ROUNDS`, for a quick look. */
export const ROUNDS: number = Number(process.env['CROSSBOOK_BENCH_ROUNDS'] ?? 25)

/** Measured time of a slice in ms. */
export const SLICE_MS = 40
