import { type ExposureGroup, findExposure } from '../exposure.ts'
import type { RiskCheck } from '../risk-state.ts'

const group: ExposureGroup = {
  by: 'instrument',
  isNet: false,
  limit: 'maxInstrumentExposure',
}

/** Position and all that live orders could add, in one instrument, over all accounts. */
export const maxInstrumentExposure: RiskCheck = {
  reasons: ['MAX_INSTRUMENT_EXPOSURE'],
  limit: 'maxInstrumentExposure',
  find: (order, view, state) => findExposure(group, 'MAX_INSTRUMENT_EXPOSURE', order, view, state),
}
