import { type ExposureGroup, findExposure } from '../exposure.ts'
import type { RiskCheck } from '../risk-state.ts'

const group: ExposureGroup = {
  by: 'venue',
  isNet: false,
  limit: 'maxVenueExposure',
}

/** The same in all instruments of one venue, each at its worst. */
export const maxVenueExposure: RiskCheck = {
  reasons: ['MAX_VENUE_EXPOSURE'],
  limit: 'maxVenueExposure',
  find: (order, view, state) => findExposure(group, 'MAX_VENUE_EXPOSURE', order, view, state),
}
