/**
 * The names of instruments that frames have had: a hash table of pairs of entries, 64 bytes each.
 *
 *     owner i32 │ length i32 │ instrument i32 │ price scale i32 │ size scale i32 │ … │ 32 bytes of the name and what was behind
 *
 * A name is looked up by its first and its last eight bytes. A third name of a pair takes the place of the older one: it
 * is asked for again. Owners tell programs and instrument tables apart; 0 is nobody.
 */
import { FRAME, MAX_SCALE, NAME_END, NAME_START, NAMES, ODD, RESULTS } from './memory'
import { areSame } from './program'

/** log2 of the pairs. */
const PAIR_BITS: u64 = 11
const ENTRY: usize = 64

const OWNER: usize = 0
const LENGTH: usize = 4
const NUMBER: usize = 8
const PRICE_SCALE: usize = 12
/** Behind that of prices: see {@link scaleOf}. */
const SIZE_SCALE: usize = 16
const NAME: usize = 32

let wantedOwner: i32 = 0
let wantedPair: usize = 0

/** The entry of the name at `at`, which ends before `stop`; ODD where there is none, or none that is short enough. */
export function findName(at: usize, stop: u8, owner: i32): usize {
  const wanted = i8x16.splat(<i8>stop)
  const first = i8x16.bitmask(i8x16.eq(v128.load(at), wanted))
  const second = i8x16.bitmask(i8x16.eq(v128.load(at, 16), wanted))
  const length = ctz(first | (second << 16))
  store<i32>(RESULTS + NAME_START, <i32>(at - FRAME))
  // `ctz` of 0 is 32. A name that is so long is told as none.
  store<i32>(RESULTS + NAME_END, <i32>(at - FRAME) + (length & 31))
  if ((length & 31) === 0) return ODD
  const rest: u64 = 64 - ((<u64>min(length, 8)) << 3)
  const head = load<u64>(at) << rest
  const tail = load<u64>(at + length - 8) >> rest
  const mixed = (head ^ ((<u64>owner) << 32)) * 0x9e3779b97f4a7c15 + tail * 0xc2b2ae3d27d4eb4f
  const pair = NAMES + ((<usize>((mixed ^ (mixed << 29)) >> (64 - PAIR_BITS))) << 7)
  wantedOwner = owner
  wantedPair = pair
  if (isOf(pair, at, length, owner)) return pair
  return isOf(pair + ENTRY, at, length, owner) ? pair + ENTRY : ODD
}

function isOf(entry: usize, at: usize, length: i32, owner: i32): bool {
  return (
    load<i32>(entry + OWNER) === owner &&
    load<i32>(entry + LENGTH) === length &&
    areSame(at, entry + NAME, length)
  )
}

/** Bytes of the name of an entry. */
export function lengthOf(entry: usize): i32 {
  return load<i32>(entry + LENGTH)
}

/** The number of its instrument. */
export function instrumentOf(entry: usize): i32 {
  return load<i32>(entry + NUMBER)
}

/** The scale of its prices. */
export function priceScaleOf(entry: usize): i32 {
  return load<i32>(entry + PRICE_SCALE)
}

/** The scale of its sizes. */
export function sizeScaleOf(entry: usize): i32 {
  return load<i32>(entry + SIZE_SCALE)
}

/** The scale of its prices where `kind` is even, of its sizes where it is odd. */
export function scaleOf(entry: usize, kind: i32): i32 {
  return load<i32>(entry + PRICE_SCALE + ((<usize>(kind & 1)) << 2))
}

/** Keeps the name looked for last, whose frame is still there; `false` where its scales have no powers of ten. */
export function keepName(number: i32, priceScale: i32, sizeScale: i32): bool {
  if (<u32>priceScale > <u32>MAX_SCALE || <u32>sizeScale > <u32>MAX_SCALE) return false
  const at = FRAME + <usize>load<i32>(RESULTS + NAME_START)
  for (let i: usize = 0; i < ENTRY; i += 16)
    v128.store(wantedPair + ENTRY + i, v128.load(wantedPair + i))
  store<i32>(wantedPair + OWNER, wantedOwner)
  store<i32>(wantedPair + LENGTH, load<i32>(RESULTS + NAME_END) - load<i32>(RESULTS + NAME_START))
  store<i32>(wantedPair + NUMBER, number)
  store<i32>(wantedPair + PRICE_SCALE, priceScale)
  store<i32>(wantedPair + SIZE_SCALE, sizeScale)
  v128.store(wantedPair + NAME, v128.load(at))
  v128.store(wantedPair + NAME + 16, v128.load(at + 16))
  return true
}
