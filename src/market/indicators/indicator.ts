/**
 * What an indicator was when it was asked: plain data, equal after a way through JSON. Small; its size is that of the
 * window.
 */
export interface IndicatorState {
  /** Which indicator with which parameters, such as `ema(20, average)`: it is given back to one of the same only. */
  readonly of: string
  /** What it keeps, in its own order; every number is finite. */
  readonly numbers: readonly number[]
}

/**
 * A signal that is brought up to date by one input at a time.
 *
 * Inputs and values are doubles: signals, never money. An update costs the same whatever the period (windows are summed
 * up anew once in as many updates as they are long) and allocates nothing. No clock is read: the same inputs give the
 * same values, bit for bit.
 *
 * An input that cannot be meant changes nothing: `update` answers `false`, and {@link Indicator.refused} counts it. Such
 * are NaN (an empty side, an instrument whose values do not fit 2^53), infinities, magnitudes above 10^100, negative
 * sizes, and what an indicator names besides.
 */
export interface Indicator<Input, Value = number> {
  /** The value after the last input taken; `undefined` until there were enough of them. An object is borrowed: the next update overwrites it. */
  readonly value: Value | undefined
  /** Whether there is a value. */
  readonly isReady: boolean
  /** How many inputs were refused since it was made or reset. */
  readonly refused: number
  /** Takes the next input, and says whether it was taken. An object is read, not kept: reuse it. */
  update(input: Input): boolean
  /** What {@link Indicator.restore} needs to go on from here as if nothing had been in between. */
  snapshot(): IndicatorState
  /**
   * Goes on from a snapshot of an indicator of the same kind and parameters; what was there before is gone.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the snapshot is of another one, or damaged; it is then as after `reset`.
   */
  restore(state: IndicatorState): void
  /** Forgets everything: as if just made. */
  reset(): void
}
