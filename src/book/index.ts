export {
  judgeConsecutive,
  judgeFirstLast,
  judgeFullRefresh,
  judgePrevious,
  judgeUnnumbered,
  newCursor,
  startAt,
} from './continuity.ts'
export { LadderRoom, type PromotedBook } from './ladder-room.ts'
export { MaintainedBook } from './maintained-book.ts'
export {
  cumulativeSize,
  imbalance,
  microprice,
  mid,
  type SweepResult,
  spread,
  sweep,
} from './queries.ts'
