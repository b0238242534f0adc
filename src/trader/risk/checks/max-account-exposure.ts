import { type ExposureGroup, findExposure } from '../exposure.ts'
import type { RiskCheck } from '../risk-state.ts'

const group: ExposureGroup = {
  by: 'account',
  isNet: false,
  limit: 'maxAccountExposure',
}

/** The same in all instruments of one account, each at its worst. */
export const maxAccountExposure: RiskCheck = {
  reasons: ['MAX_ACCOUNT_EXPOSURE'],
  limit: 'maxAccountExposure',
  find: (order, view, state) => findExposure(group, 'MAX_ACCOUNT_EXPOSURE', order, view, state),
}
