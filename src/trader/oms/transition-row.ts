import type { OrderMeaning } from './order-meaning.ts'
import { alarm, doubled, stay, type Transition } from './transition.ts'

/** What each meaning of an event does in one state. */
export type TransitionRow = Readonly<Record<OrderMeaning, Transition>>

/** What is the same in every state: what was known stays known, and what contradicts it is told. */
export const everywhere: Pick<
  TransitionRow,
  'fillAgain' | 'fillDiffers' | 'feeTold' | 'surplus' | 'otherVenueId'
> = {
  fillAgain: doubled,
  fillDiffers: alarm('FILL_CHANGED'),
  feeTold: stay,
  surplus: alarm('MORE_FILLS_THAN_TOLD'),
  otherVenueId: alarm('TWO_VENUE_IDS'),
}
