import { type RiskCheck, refuse } from '../risk-state.ts'

/** The instrument is listed, not expired, and takes orders of this kind now. */
export const instrumentStatus: RiskCheck = {
  reasons: ['INSTRUMENT_NOT_TRADING'],
  find: ({ market, terms }, { nowUs }) => {
    if (market === undefined) return refuse('INSTRUMENT_NOT_TRADING', 'unlisted', 'trading')
    const { status, contract } = market.instrument
    if (contract?.expiryTimeUs !== undefined && contract.expiryTimeUs <= nowUs)
      return refuse('INSTRUMENT_NOT_TRADING', `expired ${contract.expiryTimeUs}`, nowUs)
    if (status === 'trading') return undefined
    if (status === 'postOnly' && terms.postOnly) return undefined
    if (status === 'reduceOnly' && terms.reduceOnly) return undefined
    return refuse('INSTRUMENT_NOT_TRADING', status, 'trading')
  },
}
