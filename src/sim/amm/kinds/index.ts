import type { PoolKindName } from '../products.ts'
import type { SimKind } from '../sim-kind.ts'
import { algebra10, algebra19, algebraDirectional } from './algebra.ts'
import { slipstream } from './slipstream.ts'
import { v2 } from './v2.ts'
import { v3 } from './v3.ts'
import { v4, v4Dynamic } from './v4.ts'

const KINDS: Readonly<Record<PoolKindName, SimKind>> = {
  v2,
  v3,
  v4,
  'v4-dynamic': v4Dynamic,
  slipstream,
  'algebra-1.0': algebra10,
  'algebra-1.9': algebra19,
  'algebra-1.9-directional': algebraDirectional,
}

/** How a pool behaves and speaks. */
export function kindOf({ poolKind = 'v3' }: { readonly poolKind?: PoolKindName }): SimKind {
  return KINDS[poolKind]
}
