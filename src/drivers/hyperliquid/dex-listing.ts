import type { Instrument, RestCall } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { answerOf, infoRequest } from './info.ts'
import { readBuilderDexes, readTokens, type TokenNames } from './instruments.ts'

/**
 * The two calls that list the instruments of builders' dexes: one has the instruments, with the number of the token that
 * each dex is margined in, the other the names of the tokens. Numbers differ between production and testnet, so no table
 * of them can stand here.
 *
 * Whichever answer is read second tells the instruments; the first tells none. A set of calls is for one listing.
 */
export function dexListing(): readonly RestCall<readonly Instrument[]>[] {
  let metas: JsonValue | undefined
  let tokens: TokenNames | undefined
  const joined = (): readonly Instrument[] =>
    metas === undefined || tokens === undefined ? [] : readBuilderDexes(metas, tokens)
  return [
    {
      request: infoRequest({ type: 'allPerpMetas' }),
      parse: (response) => {
        metas = answerOf(response)
        return joined()
      },
    },
    {
      request: infoRequest({ type: 'spotMeta' }),
      parse: (response) => {
        tokens = readTokens(answerOf(response))
        return joined()
      },
    },
  ]
}
