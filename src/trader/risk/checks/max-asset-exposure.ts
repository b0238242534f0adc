import { type ExposureGroup, findExposure } from '../exposure.ts'
import type { RiskCheck } from '../risk-state.ts'

const group: ExposureGroup = {
  by: 'asset',
  isNet: true,
  limit: 'maxAssetExposure',
}

/** The same in all instruments of one base asset, at every venue: a long and a short offset each other. */
export const maxAssetExposure: RiskCheck = {
  reasons: ['MAX_ASSET_EXPOSURE'],
  limit: 'maxAssetExposure',
  find: (order, view, state) => findExposure(group, 'MAX_ASSET_EXPOSURE', order, view, state),
}
