export { crossModel } from './cross-model.ts'
export type {
  FillModel,
  MarketMoment,
  MarketPrint,
  ModelFill,
  RestingOrder,
} from './fill-model.ts'
export { Liquidity, type LiquidityPart, type LiquidityWish } from './liquidity.ts'
export { PaperGateway } from './paper-gateway.ts'
export type { PaperFees, PaperOptions } from './paper-options.ts'
export { queueModel } from './queue-model.ts'
