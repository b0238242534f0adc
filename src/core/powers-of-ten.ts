/** Largest power of ten that a double holds exactly. */
export const MAX_EXACT_POWER = 22

/** Powers of ten that doubles hold exactly, by their exponents. */
export const POWERS_OF_TEN: Float64Array = Float64Array.from(
  { length: MAX_EXACT_POWER + 1 },
  (_, i) => 10 ** i,
)
