import type { Instrument, RestCall, VenueSymbol } from '../../core/index.ts'
import { venueSymbol } from '../../core/index.ts'
import { arrayAt, asArray, asObject, textAt } from '../kit/fields.ts'
import { answerOf, infoRequest } from './info.ts'

/** Perpetuals of a dex have this many ids. */
const IDS_PER_DEX = 10_000
/** Where the ids of builders' dexes begin: that of dex 1 is 110 000. */
const BUILDER_BASE = 100_000
/** Where the ids of spot begin. */
const SPOT_BASE = 10_000

/**
 * The call that tells the numbers under which orders name perpetuals, of all dexes, by coin.
 *
 * The number is the place in the dex's listing, delisted rows included; builders' dexes add 100 000 and 10 000 times the
 * place of the dex. The main dex is at place 0. An instrument has no field for it.
 */
export function perpAssetIds(): RestCall<ReadonlyMap<VenueSymbol, number>> {
  return {
    request: infoRequest({ type: 'allPerpMetas' }),
    parse: (response) =>
      new Map(
        asArray(answerOf(response), 'metas').flatMap((value, dex) =>
          arrayAt(asObject(value, 'meta'), 'universe').map((row, place) => {
            const first = dex === 0 ? 0 : BUILDER_BASE + dex * IDS_PER_DEX
            return [venueSymbol(textAt(asObject(row, 'universe'), 'name')), first + place] as const
          }),
        ),
      ),
  }
}

/**
 * The number under which orders name a spot instrument: 10 000 and its index, which its coin says (`@107`), but for
 * `PURR/USDC`, whose index is 0. `undefined` where the instrument is no spot of this venue.
 */
export function spotAssetId({ market, symbol }: Instrument): number | undefined {
  if (market !== 'spot') return undefined
  if (symbol === 'PURR/USDC') return SPOT_BASE
  const index = /^@(\d{1,9})$/.exec(symbol)?.[1]
  return index === undefined ? undefined : SPOT_BASE + Number(index)
}
