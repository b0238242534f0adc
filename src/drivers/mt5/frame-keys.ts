/** The words of hot messages. */
import { KeySet } from '../../wire/index.ts'

/** Keys of `tick`, `ticks` and `histend`. */
export const KEYS: KeySet = new KeySet([
  't',
  's',
  'n',
  'id',
  'k',
  'tm',
  'b',
  'a',
  'l',
  'v',
  'vr',
  'f',
])

/** {@inheritDoc KEYS} */
export const TYPE = 0
/** {@inheritDoc KEYS} */
export const SYMBOL = 1
/** {@inheritDoc KEYS} */
export const NUMBER = 2
/** {@inheritDoc KEYS} */
export const ID = 3
/** {@inheritDoc KEYS} */
export const ROWS = 4
/** {@inheritDoc KEYS}; a tick's own values are from here to the end, in the order of a row. */
export const FIRST_VALUE = 5

/** Values of a tick: time, bid, ask, last, volume, exact volume, flags. */
export const VALUES = 7
/** {@inheritDoc VALUES} */
export const TIME = 0
/** {@inheritDoc VALUES} */
export const BID = 1
/** {@inheritDoc VALUES} */
export const ASK = 2
/** {@inheritDoc VALUES} */
export const LAST = 3
/** {@inheritDoc VALUES} */
export const VOLUME = 4
/** {@inheritDoc VALUES} */
export const EXACT_VOLUME = 5
/** {@inheritDoc VALUES} */
export const FLAGS = 6

/** Types of message that are read here; all others are cold. */
export const TYPES: KeySet = new KeySet(['tick', 'ticks', 'histend'])
/** {@inheritDoc TYPES} */
export const ONE_TICK = 0
/** {@inheritDoc TYPES} */
export const MANY_TICKS = 1
/** {@inheritDoc TYPES} */
export const HISTORY_END = 2
